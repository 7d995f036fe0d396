import { pluginToken } from "../resource/token";
import { ENDPOINT } from "../vpc-endpoint/fields";
import { CONNECTION } from "../vpc-endpoint-connection/fields";
import { SERVICE } from "../vpc-endpoint-service/fields";
import { PERMISSION } from "../vpc-endpoint-service-permission/fields";
import { uniqueNames } from "./names";

/** The resource types that can be imported, each with what one of them is called in a name. */
const NOUNS = {
  [SERVICE.type]: SERVICE.noun,
  [ENDPOINT.type]: ENDPOINT.noun,
  [CONNECTION.type]: CONNECTION.noun,
  [PERMISSION.type]: PERMISSION.noun,
};

export type ImportType = keyof typeof NOUNS;
export const IMPORT_TYPES = Object.keys(NOUNS) as ImportType[];

export function isImportType(name: string): name is ImportType {
  return Object.hasOwn(NOUNS, name);
}

/** An object to import. */
export interface Found {
  type: ImportType;
  /** As an import takes it. */
  id: string;
  /** What people know it by; may be empty, and others may have the same. */
  name: string;
}

/** What was found, and what there is to say about it. */
export interface Findings {
  found: Found[];
  notes: string[];
}

/** The text of a file for `pulumi import --file`. */
export function importFile(found: readonly Found[]): string {
  const names = uniqueNames(found.map(({ type, name }) => ({ name, noun: NOUNS[type] })));
  const resources = found.map(({ type, id }, index) => ({
    type: pluginToken(type),
    name: names[index],
    id,
  }));
  return `${JSON.stringify({ resources }, undefined, 2)}\n`;
}
