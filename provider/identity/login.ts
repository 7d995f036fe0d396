import type { ApiCall, ApiClient, ApiResponse, CallContext } from "../api/api-call";
import { ConfigError, isApiError } from "../api/errors";
import { anonymous, isToken, type Login, loginWith, type Proof } from "../api/login";
import type { Runtime } from "../api/runtime";
import type { Attempts } from "./attempts";
import {
  accountScope,
  accounts,
  type Grant,
  isUsable,
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
  const advice = adviceFor(source);
  if (base.kind === "keys") return loginWith(base, advice);
  // A token that is for the project already.
  if (base.kind === "token" && project.id !== undefined && source.agency === undefined)
    return loginWith({ token: base.authToken }, advice);
  let projectId: string | undefined;
  const given = new Set(secretsOf(source));
  const { clientOf, runtime, attempts } = effects;
  const nobody = anonymous([...given], base.kind === "token" ? advice : undefined);
  const granted = async (context: CallContext): Promise<Grant<Proof>> => {
    if (base.kind === "metadata") return keysOfMachine(base, effects, context, given);
    if (base.kind === "idToken") return keysOfIdToken(source, base, effects, context, given);
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
    advice: renewedAdviceFor(source),
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
    advice: renewedAdviceFor(source),
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
  { from }: Source,
  source: IdTokenSource,
  effects: LoginEffects,
  context: CallContext,
  secrets: Set<string>,
) {
  const idToken = source.idToken ?? readIdToken(source.idTokenFile ?? "", effects.readFile);
  secrets.add(idToken);
  const advice = `The ID token (${from}) was refused: it may have ended, or is not for this identity provider.`;
  const iam = effects.clientOf("iam", anonymous([idToken], advice));
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
    const reason = code === "EFBIG" ? "it has more than 1 MiB" : code;
    throw new ConfigError(`The file with the ID token, "${path}", cannot be read (${reason}).`);
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
  secrets: Set<string>,
): Promise<Grant<Proof>> {
  const metadata = clientOf("metadata", anonymous([]));
  try {
    const token = await tokenOfMachine(metadata, context);
    if (token !== undefined) secrets.add(token);
    const keys = metadataKeys(token);
    const asked = clientOf("metadata", anonymous(token === undefined ? [] : [token]));
    return keysOf(keys, await asked.call(keys, context));
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
    const token = metadataToken();
    const { text } = (await metadata.call(token, context)).body;
    return isUsable(text) ? text : unusable(token, "a usable token");
  } catch (error) {
    if (isApiError(error) && [404, 405, 503].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

function keysOf(call: ApiCall, response: ApiResponse): Grant<Proof> {
  return keysIn(response) ?? unusable(call, "usable keys");
}

function tokenOf(call: ApiCall, response: ApiResponse) {
  return tokenIn(response) ?? unusable(call, "a usable token");
}

function unusable({ method, path }: ApiCall, what: string): never {
  throw new ConfigError(
    `${method} ${path} was answered without ${what}: something else may have answered in the service's place; check endpoints and proxy.`,
  );
}

/** What to do when the cloud has refused what nothing can renew; settings of the provider's own have hints that name them. */
function adviceFor({ base, from, isInFile }: Source): string | undefined {
  if (base.kind === "token") return `The token (${from}) was refused, and cannot be renewed: set a new one.`;
  return isInFile ? `The keys (${from}) were refused, and cannot be renewed: put new ones there.` : undefined;
}

/** The same for what the source gave, and what it gave after that. */
function renewedAdviceFor({ from, agency }: Source): string {
  const by = agency === undefined ? "" : `, agency ${agency.name}`;
  return `The cloud refused what this login brought (${from}${by}), and logging in anew did not help: check what is set there.`;
}
