import type { ApiCall, ApiClient, ApiResponse, CallContext } from "../api/api-call";
import { ConfigError, isApiError } from "../api/errors";
import { anonymous, isToken, type Login, loginWithKeys, type Proof } from "../api/login";
import type { Runtime } from "../api/runtime";
import type { Attempts } from "./attempts";
import {
  accountScope,
  accounts,
  type Grant,
  keysByAgency,
  keysByAgencyUrn,
  keysByToken,
  keysIn,
  metadataKeys,
  metadataToken,
  projectScope,
  tokenByIdToken,
  tokenByPassword,
  tokenByToken,
  tokenIn,
} from "./calls";
import { RenewingLogin } from "./renewing";
import { type Agency, type IdTokenSource, type MetadataSource, type Source, secretsOf } from "./source";

export type IdentityHost = "iam" | "sts" | "metadata";

/** Which project a token is for; keys are for all of the account. */
export interface ProjectWanted {
  id?: string | undefined;
  /** The region's own project has its name. */
  name: string;
}

export interface LoginEffects {
  /** A client of an identity host for calls by this login. */
  clientOf(host: IdentityHost, login: Login): ApiClient;
  /** Throws what kept it from reading. */
  readFile(path: string): string;
  /** What to say where nothing is set, and the metadata that was asked all the same is not there. */
  missingLogin(): string;
  /** Shared by all logins of the process. */
  attempts: Attempts;
  runtime: Pick<Runtime, "elapsed">;
}

/** A login, and the project that came with it. */
export type ProjectLogin = Login & {
  /** The project that the login is for, when it is for one; logs in where that has not been done. */
  projectId?(context: CallContext): Promise<string | undefined>;
};

/** Whether a login is for one project, so that each needs its own. */
export function isForProject({ base, agency }: Source): boolean {
  return agency === undefined && (base.kind === "password" || base.kind === "token");
}

/** Becomes who the source says. Nothing is asked before the first call needs it. */
export function loginOf(source: Source, project: ProjectWanted, effects: LoginEffects): ProjectLogin {
  const base = baseLogin(source, project, effects);
  return source.agency === undefined ? base : agencyLogin(source, source.agency, base, effects);
}

function baseLogin(source: Source, project: ProjectWanted, effects: LoginEffects): ProjectLogin {
  const { base } = source;
  if (base.kind === "keys") return loginWithKeys(base);
  // A token that is for the project already.
  if (base.kind === "token" && project.id !== undefined && source.agency === undefined)
    return loginWithToken(base.authToken);
  let projectId: string | undefined;
  const given = new Set(secretsOf(source));
  const { clientOf, runtime, attempts } = effects;
  const nobody = anonymous([...given]);
  const granted = async (context: CallContext): Promise<Grant<Proof>> => {
    if (base.kind === "metadata") return keysOfMachine(base, effects, context);
    if (base.kind === "idToken") return keysOfIdToken(base, effects, context, given);
    const scope =
      source.agency === undefined ? projectScope(base, project.id, project.name) : accountScope(base);
    const login =
      base.kind === "password" ? tokenByPassword(base, scope) : tokenByToken(base.authToken, scope);
    const response = await attempts(JSON.stringify(base), () => clientOf("iam", nobody).call(login, context));
    const grant = tokenOf(login, response);
    projectId = grant.projectId;
    return grant;
  };
  const identity = JSON.stringify([base, project]);
  const login = new RenewingLogin({
    identity,
    advice: adviceFor(source),
    secrets: () => [...given],
    runtime,
    grant: granted,
  });
  return Object.assign(login, {
    async projectId(context: CallContext) {
      await login.proof(context);
      return projectId;
    },
  });
}

function loginWithToken(token: string): Login {
  const proof = { token };
  return { identity: token, proof: async () => proof, renew: async () => false, secrets: () => [token] };
}

function agencyLogin(
  source: Source,
  agency: Agency,
  base: Login,
  { clientOf, runtime }: LoginEffects,
): Login {
  const grant = async (context: CallContext): Promise<Grant<Proof>> => {
    const callers = await base.proof(context);
    // STS takes signatures alone, and an account by its id alone.
    if (agency.domainId !== undefined && !isToken(callers)) {
      const assume = keysByAgencyUrn(agency);
      return keysOf(assume, await clientOf("sts", base).call(assume, context));
    }
    const iam = clientOf("iam", base);
    const assume = keysByAgency(agency, isToken(callers) ? undefined : await accountOf(iam, context));
    return keysOf(assume, await iam.call(assume, context));
  };
  const identity = JSON.stringify([source.base, agency]);
  return new RenewingLogin({
    identity,
    advice: adviceFor(source),
    secrets: () => base.secrets(),
    runtime,
    grant,
  });
}

/** The caller's account, which the call by an agency's account name is sent with. */
async function accountOf(iam: ApiClient, context: CallContext): Promise<string | undefined> {
  const { body } = await iam.call(accounts(), context);
  return (body.domains as { id: string }[])[0]?.id;
}

async function keysOfIdToken(
  source: IdTokenSource,
  effects: LoginEffects,
  context: CallContext,
  secrets: Set<string>,
) {
  const idToken = source.idToken ?? readIdToken(source.idTokenFile ?? "", effects.readFile);
  secrets.add(idToken);
  const iam = effects.clientOf("iam", anonymous([idToken]));
  const login = tokenByIdToken(source.idpId, idToken);
  const { token } = tokenOf(login, await iam.call(login, context)).proof;
  secrets.add(token);
  const exchange = keysByToken(token);
  return keysOf(exchange, await effects.clientOf("iam", anonymous([idToken, token])).call(exchange, context));
}

/** Read anew for each login: whoever gives the token replaces the file before it ends. */
function readIdToken(path: string, readFile: LoginEffects["readFile"]): string {
  let text: string;
  try {
    text = readFile(path).trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new ConfigError(`The file with the ID token, "${path}", cannot be read (${code}).`);
  }
  if (text === "") throw new ConfigError(`The file with the ID token, "${path}", is empty.`);
  return text;
}

/** What a machine says whose agency nobody has set up. */
const NO_AGENCY = "Please configure Cloud Service Agency first";

async function keysOfMachine(
  { isLastResort }: MetadataSource,
  { clientOf, missingLogin }: LoginEffects,
  context: CallContext,
): Promise<Grant<Proof>> {
  const metadata = clientOf("metadata", anonymous([]));
  try {
    const keys = metadataKeys(await tokenOfMachine(metadata, context));
    return keysOf(keys, await metadata.call(keys, context));
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.apiMessage.includes(NO_AGENCY))
      throw new ConfigError(
        "This machine has no agency, so its metadata gives no keys: set one for the server in the ECS console, or set other credentials.",
      );
    throw isLastResort ? new ConfigError(missingLogin()) : error;
  }
}

/** Older metadata services know no token, and some only want none. */
async function tokenOfMachine(metadata: ApiClient, context: CallContext): Promise<string | undefined> {
  try {
    return String((await metadata.call(metadataToken(), context)).body.text);
  } catch (error) {
    if (isApiError(error) && [404, 405, 503].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

function keysOf({ method, path }: ApiCall, response: ApiResponse): Grant<Proof> {
  return keysIn(response) ?? malformed(`${method} ${path}`, "keys");
}

function tokenOf({ method, path }: ApiCall, response: ApiResponse) {
  return tokenIn(response) ?? malformed(`${method} ${path}`, "token");
}

function malformed(request: string, what: string): never {
  throw new ConfigError(`${request} was answered without a ${what}: check the identity service's endpoint.`);
}

/** What to do when the cloud has refused what the source gave, and what it gave after that. */
function adviceFor({ from, agency }: Source): string {
  const of = agency === undefined ? "" : ` with the agency ${agency.name}`;
  return `The credentials (${from}${of}) were refused, also after they had been renewed: log in anew, or check what is set there.`;
}
