import { parseArgs } from "node:util";
import { isValidRegion } from "../api/identifiers";
import { SETTINGS } from "../configuration/settings";
import { Failure } from "../resource/failures";
import { IMPORT_TYPES, type ImportType, isImportType } from "./import-file";

/** What the command line asks for. */
export type CliRequest = { show: "help" } | { show: "version" } | ImportRequest;

export interface ImportRequest {
  /** Settings by their key in a stack's configuration. */
  settings: Readonly<Record<string, string>>;
  types: readonly ImportType[];
  /** A state of Terraform to read, instead of the cloud. */
  terraform?: string | undefined;
  /** Where the result goes; standard output when absent. */
  out?: string | undefined;
}

export const helpText = `Usage: vpcep-import [options]

Writes a file for "pulumi import --file" with the VPC endpoint services, endpoints and connections that exist
in one region and project.

  --region ID          region (default: HW_REGION_NAME)
  --project-id ID      project (default: HW_PROJECT_ID, else the region's own)
  --project-name NAME  the same by its name (default: HW_PROJECT_NAME)
  --profile NAME       log in by this profile of KooCLI (default: HW_PROFILE)
  --cloud DOMAIN       domain of the cloud's hosts (default: HW_CLOUD, else myhuaweicloud.com)
  --terraform FILE     read this terraform.tfstate instead of the cloud
  --type TYPE          only this type, may be repeated: VpcEndpointService, VpcEndpoint,
                       VpcEndpointConnection; or VpcEndpointServicePermission, which a stack wants
                       that does not have the service (a service brings its whitelist with it)
  --out FILE           write to this file instead of standard output
  --help, --version

How to log in is set by variables of the environment such as HW_ACCESS_KEY and HW_SECRET_KEY. No stack is read.
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const known = {
  region: text,
  "project-id": text,
  "project-name": text,
  profile: text,
  cloud: text,
  terraform: text,
  type: { type: "string", multiple: true },
  out: text,
  help: flag,
  version: flag,
} as const;

/** The options that stand for settings. */
const OF_SETTINGS = {
  region: SETTINGS.region.key,
  "project-id": SETTINGS.projectId.key,
  "project-name": SETTINGS.projectName.key,
  profile: SETTINGS.profile.key,
  cloud: SETTINGS.cloud.key,
} as const;

/** Throws a Failure of one sentence for whatever is wrong. */
export function readCommandLine(args: readonly string[]): CliRequest {
  const values = readValues(args);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  const empty = Object.entries(values).find(([, value]) => value === "");
  if (empty !== undefined) throw new Failure(`--${empty[0]} takes a value, not an empty text.`);
  if (values.region !== undefined && !isValidRegion(values.region))
    throw new Failure(`--region takes a region such as cn-north-4, not ${JSON.stringify(values.region)}.`);
  const settings = Object.entries(OF_SETTINGS).flatMap(([option, key]): [string, string][] => {
    const value = values[option as keyof typeof OF_SETTINGS];
    return value === undefined ? [] : [[key, value]];
  });
  const { terraform, out } = values;
  return { settings: Object.fromEntries(settings), types: typesIn(values.type), terraform, out };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    // Node explains at length; its first sentence names the option.
    const sentence = (error as Error).message.split(/\.\s|\n/)[0] ?? "";
    throw new Failure(`${sentence}; --help lists the options.`);
  }
}

/**
 * An imported service has its whole whitelist as `permissions`, which is the exclusive form: single records of it, in the
 * same stack, would be managed twice, and taking `permissions` out of the program would empty the list.
 */
function typesIn(names: readonly string[] | undefined): readonly ImportType[] {
  if (names === undefined) return IMPORT_TYPES.filter((type) => type !== "VpcEndpointServicePermission");
  const unknown = names.find((name) => !isImportType(name));
  if (unknown !== undefined)
    throw new Failure(`--type is one of ${IMPORT_TYPES.join(", ")}, not ${JSON.stringify(unknown)}.`);
  const types = names.filter(isImportType);
  if (types.includes("VpcEndpointService") && types.includes("VpcEndpointServicePermission"))
    throw new Failure(
      "--type VpcEndpointService and --type VpcEndpointServicePermission exclude each other: a service that is imported brings its whitelist as permissions.",
    );
  return types;
}
