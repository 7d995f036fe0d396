import { createHash } from "node:crypto";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import {
  authorization,
  canonicalHeaders,
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
  expect(canonicalHeaders(plain)).toBe("host:example.com\nx-sdk-date:20250102T030405Z\n");
  expect(signedHeaders(plain)).toBe("host;x-sdk-date");
});

test("headers are sorted by code unit: a hyphen comes before letters", () => {
  expect(signedHeaders({ headers: { "x-sdk": "1", "x-sdk-date": "2", "x-sd": "3", xa: "4" } })).toBe(
    "x-sd;x-sdk;x-sdk-date;xa",
  );
});

test.each<[[string, string][], string]>([
  [[], ""],
  [[["a", ""]], "a="],
  [
    [
      ["b", "1"],
      ["a", "2"],
      ["a", "10"],
    ],
    "a=10&a=2&b=1",
  ],
  [[["q", "a b+c"]], "q=a%20b%2Bc"],
  [
    [
      ["B", "1"],
      ["a", "2"],
    ],
    "B=1&a=2",
  ],
  [[["é", "中"]], "%C3%A9=%E4%B8%AD"],
  [
    [
      ["a", "x"],
      ["a", "x"],
    ],
    "a=x&a=x",
  ],
])("canonical query of %j", (query, expected) => {
  expect(canonicalQuery(query)).toBe(expected);
});

test("the query given is left in its order", () => {
  const query: [string, string][] = [
    ["b", "1"],
    ["a", "1"],
  ];
  canonicalQuery(query);
  expect(query[0]).toEqual(["b", "1"]);
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

test("agrees with the official SDK's signer on 1,000 random requests", () => {
  const random = randomNumbers(20_260_102);
  for (let round = 0; round < 1000; round++) {
    const request = randomRequest(random);
    const accessKey = randomText(random, 20);
    const secretKey = randomText(random, 40);
    const official = AKSKSigner.sign(
      {
        endpoint: `https://vpcep.cn-north-4.myhuaweicloud.com${request.path}`,
        method: request.method,
        headers: sdkHeaders(request.headers),
        queryParams: Object.fromEntries(request.query),
        ...(request.body !== "" && { data: JSON.parse(request.body) }),
      } as never,
      new BasicCredentials().withAk(accessKey).withSk(secretKey),
    ) as Record<string, string>;
    expect({ round, authorization: authorization(request, { accessKey, secretKey }) }).toEqual({
      round,
      authorization: official.Authorization,
    });
  }
});

// The SDK reads the date from the header in this spelling and writes the host itself.
function sdkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { "x-sdk-date": date, host, ...others } = headers;
  return { ...others, "X-Sdk-Date": String(date), host: String(host) };
}

// Where the two are meant to agree: unreserved path characters, trimmed header values, object bodies.
function randomRequest(random: () => number): SignableRequest {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const method = pick(["GET", "POST", "PUT", "DELETE"] as const);
  const segments = Array.from({ length: 1 + Math.floor(random() * 6) }, () => randomText(random, 30));
  const query = Array.from({ length: Math.floor(random() * 5) }, (_, index): [string, string] => [
    `${randomText(random, 8)}${index}`,
    randomUnicode(random),
  ]);
  const body =
    method === "POST" || method === "PUT" ? { [randomText(random, 5)]: randomUnicode(random) } : undefined;
  const date = Date.UTC(
    2026,
    Math.floor(random() * 12),
    1 + Math.floor(random() * 28),
    0,
    0,
    Math.floor(random() * 86_400),
  );
  return {
    method,
    path: `/${segments.join("/")}`,
    query,
    headers: {
      "content-type": "application/json",
      host: "vpcep.cn-north-4.myhuaweicloud.com",
      "x-project-id": randomText(random, 32),
      "x-sdk-date": sdkDate(date),
      ...(random() < 0.5 && { "x-security-token": randomText(random, 60) }),
    },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

function randomText(random: () => number, maxLength: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  const length = 1 + Math.floor(random() * maxLength);
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join("");
}

function randomUnicode(random: () => number): string {
  const alphabet = [..."abc XYZ019!*'()/?&=%+~#[]@:;,é中文終🙂\u0301\u00a0\\\"<>"];
  const length = Math.floor(random() * 20);
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

// A fixed seed, so that a failure can be seen again (mulberry32).
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
