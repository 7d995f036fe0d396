import type { AccountView, LoggedRequest } from "./wire";

/** Where a login goes; a body that is sent there is not kept whole. */
const loginPath = /^\/v(3|3\.0|5)\//;

/**
 * Commands that send the same call again as the same account: one logs in with the account's user, for a signature is
 * good for one call and 15 minutes, and one sends the call with the token. undefined if the log has not kept the body.
 */
export function asCurl(
  url: string,
  { method, path, body, bodyBytes }: LoggedRequest,
  account: AccountView | undefined,
): string | undefined {
  const isLogin = loginPath.test(path) && method !== "GET";
  if (isLogin || (bodyBytes > 0 && body === null)) return undefined;
  const call = ["curl -i", ...(method === "GET" ? [] : [`-X ${method}`]), quoted(url + path)];
  if (account !== undefined) call.push('-H "X-Auth-Token: $TOKEN"');
  if (bodyBytes > 0) call.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
  return account === undefined ? call.join(" ") : `${login(url, path, account)}\n${call.join(" ")}`;
}

function login(url: string, path: string, { name, users, projects }: AccountView): string {
  const [user] = users;
  const inPath = path.split("/")[2];
  const project = projects.find(({ projectId }) => projectId === inPath) ?? projects[0];
  const identity = {
    methods: ["password"],
    password: { user: { name: user?.name, password: user?.password, domain: { name } } },
  };
  const body = { auth: { identity, scope: { project: { id: project?.projectId } } } };
  const request = `curl -si ${quoted(`${url}/v3/auth/tokens`)} -d ${quoted(JSON.stringify(body))}`;
  return `TOKEN=$(${request} | grep -i '^x-subject-token:' | cut -d' ' -f2 | tr -d '\\r')`;
}

/** As a shell takes it: nothing in it means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
