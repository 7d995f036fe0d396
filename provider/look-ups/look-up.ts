import type { Access } from "../api/api-call";
import { isNotFound } from "../api/errors";
import { cleanText } from "../api/text";
import { Failure, textOf } from "../resource/failures";
import type { Environment } from "../resource/handlers";
import { DEFAULT_TIMEOUT_SECONDS } from "../resource/operation";
import type { Properties } from "../resource/properties";
import { type Asked, argumentProblems, givenOf } from "./arguments";

/** Stands in messages for the value of a secret argument. */
const SECRET = "[secret]";

/**
 * A function that reads the cloud and owns nothing. It takes and gives plain data and knows nothing of Pulumi's SDK, so that
 * any front can stand before it.
 */
export interface LookUp extends Asked {
  /** What the object that it is about is called, and the arguments by which that may be named: for messages. */
  about?: { noun: string; names: readonly string[] };
  /** Gives the result, but for `region` and `projectId`. The arguments are checked. */
  run(args: Properties, access: Access): Promise<Properties>;
}

/**
 * Checks the arguments, asks, and gives the result. What fails is one `Failure` with a whole sentence for the user.
 *
 * @param secrets The arguments that are secrets in the program: no message quotes them.
 */
export async function lookUp(
  env: Pick<Environment, "config" | "clientFor" | "projectFor" | "runtime" | "log">,
  definition: LookUp,
  all: Properties,
  secrets: readonly string[] = [],
): Promise<Properties> {
  const args = givenOf(all);
  const { config, runtime } = env;
  const told = withoutValues(secrets.map((name) => args[name]));
  const log = {
    info: (line: string) => env.log.info(told(line)),
    warn: (line: string) => env.log.warn(told(line)),
  };
  const subject = subjectOf(definition, args, secrets);
  const { failures, warnings } = argumentProblems(definition, args, config.rules, secrets);
  if (failures.length > 0) throw new Failure(`${subject}: ${failures.join("; ")}.`);
  for (const warning of warnings) log.warn(`${subject}: ${warning}`);

  const region = String(args.region ?? config.region ?? "");
  const given = args.projectId ?? config.projectId;
  const context = { deadlineMs: runtime.now() + DEFAULT_TIMEOUT_SECONDS * 1000, log, subject };
  try {
    const projectId = await env.projectFor(region, given as string | undefined, context);
    const client = env.clientFor(region, projectId);
    return { ...(await definition.run(args, { client, context })), region, projectId };
  } catch (error) {
    const missing = isNotFound(error)
      ? notThere(definition, args, { region, projectId: String(given) })
      : undefined;
    throw new Failure(told(`${subject}: look-up failed: ${missing ?? textOf(error)}`));
  }
}

/** `getVpcEndpoint "03184a04-…"`; the name alone where no one object is looked up. */
function subjectOf({ name, about }: LookUp, args: Properties, secrets: readonly string[]): string {
  const by = about?.names.find((argument) => typeof args[argument] === "string");
  if (by === undefined) return name;
  return `${name} "${secrets.includes(by) ? SECRET : cleanText(String(args[by]), 128)}"`;
}

/** The codes of the API advise to refresh, which would not help here. */
function notThere(
  { about }: LookUp,
  args: Properties,
  { region, projectId }: { region: string; projectId: string },
): string | undefined {
  const name = about?.names.find((argument) => args[argument] !== undefined);
  if (about === undefined || name === undefined) return undefined;
  const by = name === "endpointServiceName" ? "name" : "id";
  return `there is no ${about.noun} ${args[name]} in region ${region}, project ${projectId}. Check the ${by}, the region and the project.`;
}

/** Takes out values that must not be seen, wherever a message quotes them: a path holds ids, too. */
function withoutValues(values: readonly unknown[]): (text: string) => string {
  const texts = values.filter((value) => typeof value === "string" && value !== "") as string[];
  return (text) => texts.reduce((clean, value) => clean.replaceAll(value, SECRET), text);
}
