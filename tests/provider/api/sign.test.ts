import { createHash } from "node:crypto";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import fc from "fast-check";
import {
  authorization,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  percentEncode,
  type SignableRequest,
  sdkDate,
  signature,
  signedHeaders,
  stringToSign,
} from "../../../provider/api/sign";
import vectors from "../../vectors/signing.json";

interface Vector {
  name: string;
  ak: string;
  sk: string;
  method: string;
  path: string;
  query: [string, string][];
  canonicalQuery: string;
  headers: Record<string, string>;
  body: string;
  bodyHash?: string;
  canonicalRequestHash?: string;
  signature: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const key = { accessKey: "AK", secretKey: "SK" };
const plain: SignableRequest = {
  method: "get",
  path: "/v1/p/quotas",
  query: [],
  headers: { "X-Sdk-Date": "20250102T030405Z", Host: " example.com " },
  body: "",
};

test.each(vectors as unknown as Vector[])("$name", (vector) => {
  expect(canonicalQuery(vector.query)).toBe(vector.canonicalQuery);
  if (vector.bodyHash !== undefined) expect(sha256(vector.body)).toBe(vector.bodyHash);
  const canonical = canonicalRequest(vector);
  expect(canonical.split("\n").at(-1)).toBe(sha256(vector.body));
  if (vector.canonicalRequestHash !== undefined) expect(sha256(canonical)).toBe(vector.canonicalRequestHash);
  const date = vector.headers["x-sdk-date"];
  expect(stringToSign(vector)).toBe(`SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`);
  const signingKey = { accessKey: vector.ak, secretKey: vector.sk };
  expect(signature(vector, signingKey)).toBe(vector.signature);
  expect(authorization(vector, signingKey)).toBe(
    `SDK-HMAC-SHA256 Access=${vector.ak}, SignedHeaders=${Object.keys(vector.headers).sort().join(";")}, Signature=${vector.signature}`,
  );
});

test("the worked example of the signing guide, line by line", () => {
  const [vector] = vectors as unknown as Vector[];
  expect(canonicalRequest(vector as Vector)).toBe(
    [
      "GET",
      "/v1/0605767a3300d5762fb7c0186d9e1779/vpc-endpoint-services/4189d3c2-8882-4871-a3c2-d380272eed83/",
      "",
      "content-type:application/json",
      "host:vpcep.cn-north-4.myhuaweicloud.com",
      "x-project-id:0605767a3300d5762fb7c0186d9e1779",
      "x-sdk-date:20250102T030405Z",
      "",
      "content-type;host;x-project-id;x-sdk-date",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ].join("\n"),
  );
});

test("method in upper case, header names in lower case, values trimmed", () => {
  expect(canonicalRequest(plain)).toBe(
    `GET\n/v1/p/quotas/\n\nhost:example.com\nx-sdk-date:20250102T030405Z\n\nhost;x-sdk-date\n${sha256("")}`,
  );
  expect(signedHeaders(plain)).toBe("host;x-sdk-date");
});

test("headers are sorted by code unit: a hyphen comes before letters", () => {
  expect(signedHeaders({ headers: { "x-sdk": "1", "x-sdk-date": "2", "x-sd": "3", xa: "4" } })).toBe(
    "x-sd;x-sdk;x-sdk-date;xa",
  );
});

test.each([
  ["", ""],
  ["a=", "a="],
  ["b=1 a=2 a=10", "a=10&a=2&b=1"],
  ["B=1 a=2", "B=1&a=2"],
  ["é=中", "%C3%A9=%E4%B8%AD"],
  ["q=b+c", "q=b%2Bc"],
  ["a=x a=x", "a=x&a=x"],
])("canonical query of %j, which is left in its order", (text, expected) => {
  const pairs = text.split(" ").flatMap((pair) => (pair === "" ? [] : [pair.split("=")]));
  const query = Object.freeze(pairs) as unknown as SignableRequest["query"];
  expect(canonicalQuery(query)).toBe(expected);
});

test.each([
  ["/", "/"],
  ["/v1", "/v1/"],
  ["/v1/", "/v1/"],
  ["/a b/%2e", "/a%20b/%252e/"],
  ["/~._-/!'()*", "/~._-/%21%27%28%29%2A/"],
])("canonical URI of %s", (path, expected) => {
  expect(canonicalUri(path)).toBe(expected);
});

test("everything but the unreserved characters is escaped, in upper-case hex", () => {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  for (const character of ascii) {
    const expected = /[A-Za-z0-9\-_.~]/.test(character)
      ? character
      : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
    expect(percentEncode(character)).toBe(expected);
  }
});

test("the date of a signature has neither separators nor fractions", () => {
  expect(sdkDate(Date.UTC(2025, 0, 2, 3, 4, 5, 999))).toBe("20250102T030405Z");
});

test("nothing is signed without a date or a secret key", () => {
  expect(() => stringToSign({ ...plain, headers: { host: "h" } })).toThrow(
    new TypeError("cannot sign without the header x-sdk-date"),
  );
  expect(() => signature(plain, { ...key, secretKey: "" })).toThrow(
    new TypeError("cannot sign without a secret key"),
  );
});

// Where the two are meant to agree: unreserved path characters, trimmed header values, object bodies.
const word = (maxLength: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9_.~-]{1,${maxLength}}$`));
const text = fc.string({ unit: "grapheme", maxLength: 20 });
const requests = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  segments: fc.array(word(30), { minLength: 1, maxLength: 6 }),
  query: fc.uniqueArray(fc.tuple(word(8), text), { maxLength: 4, selector: ([name]) => name }),
  body: fc.record({ description: text }),
  date: fc.date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true }),
  token: fc.option(word(60), { nil: undefined }),
});

test("agrees with the official SDK's signer on 1,000 random requests", () => {
  fc.assert(
    fc.property(requests, word(20), word(40), ({ method, segments, query, body, date, token }, ak, sk) => {
      const path = `/${segments.join("/")}`;
      const host = "vpcep.cn-north-4.myhuaweicloud.com";
      const headers = { "x-project-id": ak, ...(token !== undefined && { "x-security-token": token }) };
      const data = method === "POST" || method === "PUT" ? body : undefined;
      const official = AKSKSigner.sign(
        {
          endpoint: `https://${host}${path}`,
          method,
          // The SDK reads the date from the header in this spelling.
          headers: { ...headers, host, "X-Sdk-Date": sdkDate(date.getTime()) },
          queryParams: Object.fromEntries(query),
          ...(data && { data }),
        } as never,
        new BasicCredentials().withAk(ak).withSk(sk),
      ) as Record<string, string>;
      const request: SignableRequest = {
        method,
        path,
        query,
        headers: { ...headers, host, "x-sdk-date": sdkDate(date.getTime()) },
        body: data ? JSON.stringify(data) : "",
      };
      expect(authorization(request, { accessKey: ak, secretKey: sk })).toBe(official.Authorization);
    }),
    { numRuns: 1000, seed: 20_260_102 },
  );
});
