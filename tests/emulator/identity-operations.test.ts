// Every call of the identity service, of STS and of the metadata service once, and the exact fields of each response.
import { findRoute } from "../../emulator/gateway/router";
import { routes } from "../../emulator/routes";
import { call, type Reply, shapeOf, startForTest, stopAll, unsigned } from "./client";

const [text, number, flag] = ["string", "number", "boolean"];
const texts = [text];
const domain = { id: text, name: text };
const links = { self: text, next: "null", previous: "null" };
const place = { id: text, interface: text, region: text, region_id: text, url: text };
const catalog = [{ id: text, name: text, type: text, endpoints: [place] }];
const user = { id: text, name: text, domain };
const token = {
  ...{ expires_at: text, issued_at: text, methods: texts, catalog },
  ...{ user, roles: [{ id: text, name: text }] },
};
const ofProject = { token: { ...token, project: { id: text, name: text, domain } } };
const ofAccount = { token: { ...token, domain } };
const credential = { access: text, secret: text, securitytoken: text, expires_at: text };
const credentials = {
  access_key_id: text,
  secret_access_key: text,
  security_token: text,
  expiration: text,
};
const assumed = { credentials, assumed_agency: { urn: text, id: text } };
const projectWire = {
  ...{ id: text, name: text, domain_id: text, parent_id: text, description: text },
  ...{ is_domain: flag, enabled: flag, links: { self: text } },
};
const described = { id: text, name: text, enabled: flag, description: text };
const region = { id: text, type: text, description: text, parent_region_id: "null" };
const refusedV3 = { error: { code: number, message: text, title: text } };

const admin = { name: "admin", password: "emulator-account-password", domain: { name: "emulator-account" } };
const scope = { project: { name: "cn-north-4" } };
const agency = { agency_name: "open-agency", domain_name: "acme" };
const auth = (method: string, given: object, more: object = {}) => ({
  auth: { identity: { methods: [method], [method]: given }, ...more },
});
const idToken = "emulator-account-id-token";
const agency_urn = "iam::{acme}:agency:open-agency";
const session = { agency_urn, agency_session_name: "test" };
const federated = {
  provider_urn: "iam::{domain}:oidcProvider:emulator-account-idp",
  agency_urn: "iam::{domain}:agency:own-agency",
  agency_session_name: "test",
  id_token: idToken,
};

/** How a call says who sends it; the headers are filled with earlier results, as the body is. */
type Sender = "signed" | Record<string, string>;
type Row = [call: string, sender: Sender, body: unknown, status: number, response: unknown];

const tokens = "POST /v3/auth/tokens";
const keys = "POST /v3.0/OS-CREDENTIAL/securitytokens";
const federation = "/v3/OS-FEDERATION/identity_providers";

const rows: Row[] = [
  [tokens, {}, auth("password", { user: admin }, { scope }), 201, ofProject],
  [tokens, {}, auth("token", { id: "{token}" }, { scope: { domain } }), 403, refusedV3],
  [tokens, {}, auth("token", { id: "{token}" }), 201, ofAccount],
  [
    tokens,
    "signed",
    auth("assume_role", agency, { scope }),
    201,
    { token: { ...ofProject.token, assumed_by: { user } } },
  ],
  [keys, {}, auth("token", { id: "{token}" }), 201, { credential }],
  [keys, "signed", auth("assume_role", agency), 201, { credential }],
  ["POST /v5/agencies/assume", "signed", session, 200, assumed],
  [
    "POST /v5/agencies/assume-with-oidc",
    {},
    federated,
    200,
    { ...assumed, audience: text, provider: text, subject_from_id_token: text },
  ],
  [
    "GET /v5/caller-identity",
    "signed",
    undefined,
    200,
    { account_id: text, principal_urn: text, principal_id: text },
  ],
  [
    "POST /v3.0/OS-AUTH/id-token/tokens",
    { "x-idp-id": "emulator-account-idp" },
    { auth: { id_token: { id: idToken } } },
    201,
    ofAccount,
  ],
  [
    `POST ${federation}/emulator-account-idp/protocols/oidc/auth`,
    { authorization: `Bearer ${idToken}` },
    {},
    201,
    ofAccount,
  ],
  ["GET /v3/projects", "signed", undefined, 200, { projects: [projectWire], links }],
  [
    "GET /v3/auth/projects",
    { "x-auth-token": "{token}" },
    undefined,
    200,
    { projects: [projectWire], links },
  ],
  ["POST /v3/projects", "signed", { project: { name: "cn-north-4_x" } }, 403, refusedV3],
  ["GET /v3/auth/domains", "signed", undefined, 200, { domains: [described], links }],
  ["GET /v3/auth/catalog", "signed", undefined, 200, { catalog, links }],
  ["GET /v3/regions", "signed", undefined, 200, { regions: [region], links }],
  ["GET /v3/users", "signed", undefined, 200, { users: [{ ...described, domain_id: text }], links }],
  ["GET /v2/products/service-types", "signed", undefined, 200, { infos: [], total_count: number }],
  ["PUT /meta-data/latest/api/token", { "x-metadata-token-ttl-seconds": "21600" }, undefined, 200, text],
  ["GET /openstack/latest/securitykey", {}, undefined, 200, { credential }],
  [
    "GET /openstack/latest/meta_data.json",
    {},
    undefined,
    200,
    { uuid: text, name: text, project_id: text, availability_zone: text },
  ],
];

afterAll(stopAll);

const replies: Reply[] = [];
beforeAll(async () => {
  const emulator = await startForTest({ accounts: ["acme"] });
  const known: Record<string, string> = {
    domain: emulator.domainId,
    acme: emulator.accounts[1]?.domainId ?? "",
  };
  const fill = <T>(given: T): T =>
    given && JSON.parse(JSON.stringify(given).replace(/\{(\w+)\}/g, (all, word) => known[word] ?? all));
  for (const [line, sender, body] of rows) {
    const [method = "", path = ""] = line.split(" ");
    const reply =
      sender === "signed"
        ? await call(emulator, method, path, fill(body))
        : await unsigned(emulator, line, fill(body), fill(sender));
    known["token"] ??= reply.headers.get("x-subject-token") ?? "";
    replies.push(reply);
  }
});

test.each(rows.map((row, at) => [...row, at] as const))(
  "%s",
  (line, _sender, _body, status, response, at) => {
    const reply = replies[at];
    expect({ status: reply?.status, body: shapeOf(reply?.body) }).toEqual({ status, body: response });
    expect(reply?.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(reply?.headers.has("x-iam-trace-id")).toBe(/ \/v[35]/.test(line));
    const isToken = status === 201 && (reply?.body.token ?? false);
    expect(reply?.headers.has("x-subject-token")).toBe(Boolean(isToken));
  },
);

test("there is no other route of theirs", () => {
  const called = rows.map(([line]) => {
    const [method = "", path = ""] = line.split(" ");
    return findRoute(routes, method, path)?.route;
  });
  const theirs = routes.filter(({ pattern }) => !/^\/(v[12]\/\{project_id\}|$|\{version\})/.test(pattern));
  expect(new Set(called)).toEqual(new Set(theirs));
});
