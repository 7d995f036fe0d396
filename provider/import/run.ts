import type { Access } from "../api/api-call";
import { ConfigError } from "../api/errors";
import { type Log, systemRuntime } from "../api/runtime";
import { hasNoLogin, readProviderConfig } from "../configuration/config";
import { createEnvironment } from "../environment";
import { cleanLog, sentence } from "../front/sentence";
import { Failure, textOf } from "../resource/failures";
import { DEFAULT_TIMEOUT_SECONDS } from "../resource/operation";
import type { ImportRequest } from "./cli";
import { findInCloud, findRecords } from "./cloud";
import { type Findings, importFile } from "./import-file";
import { readTerraformState, type TerraformFindings } from "./terraform";

/** What a run needs of its process. */
export interface Surroundings {
  variables: NodeJS.ProcessEnv;
  readFile(path: string): string;
  log: Log;
}

/** Where to look is not known, or nothing to log in with. */
class NotConfigured extends Failure {}

/** Gives the text of the file. What cannot be done is one Failure, whose sentence holds no secret. */
export async function runImport(
  request: ImportRequest,
  { readFile, ...rest }: Surroundings,
): Promise<string> {
  const { terraform, types } = request;
  const cloud = cloudFor(request, rest);
  const { found, notes } =
    terraform === undefined
      ? await cloud.ask((access) => findInCloud(access, types))
      : await withRecords(readState(terraform, readFile, cloud.region), types, cloud);
  const wanted = found.filter(({ type }) => types.includes(type));
  for (const note of notes) rest.log.warn(note);
  if (wanted.length === 0) rest.log.warn("nothing was found");
  return importFile(wanted);
}

function readState(file: string, readFile: (path: string) => string, region: string | undefined) {
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    throw new Failure(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`,
    );
  }
  return readTerraformState(text, file, region);
}

/** With the records of the whitelists, where those are wanted: their ids are looked up. */
async function withRecords(
  { found, notes, whitelists }: TerraformFindings,
  types: ImportRequest["types"],
  cloud: Cloud,
): Promise<Findings> {
  if (whitelists.length === 0 || !types.includes("VpcEndpointServicePermission")) return { found, notes };
  try {
    const parts = await cloud.ask(async (access) => {
      const all: Findings[] = [];
      for (const { permissions, ...owner } of whitelists)
        all.push(await findRecords(access, owner, (permission) => permissions.includes(permission)));
      return all;
    });
    return {
      found: [...found, ...parts.flatMap((part) => part.found)],
      notes: [...notes, ...parts.flatMap((part) => part.notes)],
    };
  } catch (error) {
    if (!(error instanceof NotConfigured)) throw error;
    const left = "left out: whitelist records, whose ids have to be looked up";
    return { found, notes: [...notes, `${left}. ${error.message}`] };
  }
}

interface Cloud {
  /** The configured region. */
  region: string | undefined;
  /** Asks the region and project that are configured. */
  ask<T>(question: (access: Access) => Promise<T>): Promise<T>;
}

function cloudFor({ settings }: ImportRequest, { variables, log }: Omit<Surroundings, "readFile">): Cloud {
  const config = readProviderConfig((key) => settings[key], variables);
  const { region, projectId, problems } = config;
  return {
    region,
    async ask(question) {
      if (problems[0] !== undefined) throw new Failure(problems[0]);
      if (region === undefined) throw new NotConfigured("Set HW_REGION_NAME, or give --region.");
      const environment = createEnvironment({ config, variables, runtime: systemRuntime });
      const clean = cleanLog(log, environment.secrets);
      for (const warning of config.warnings) clean.warn(warning);
      const deadlineMs = systemRuntime.now() + DEFAULT_TIMEOUT_SECONDS * 1000;
      const context = { deadlineMs, log: clean, subject: "vpcep-import" };
      try {
        const project = await environment.projectFor(region, projectId, context);
        return await question({ client: environment.clientFor(region, project), context });
      } catch (error) {
        // The advice of the configuration is about stacks.
        if (hasNoLogin(config) && error instanceof ConfigError) throw new NotConfigured(NO_LOGIN);
        throw new Failure(sentence(textOf(error), environment.secrets()));
      }
    },
  };
}

const NO_LOGIN =
  "No login is configured: set HW_ACCESS_KEY and HW_SECRET_KEY; docs/configuration.md has the other ways.";
