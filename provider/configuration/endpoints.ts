import { parseObject } from "../api/json";
import type { Variables } from "../api/proxy";
import { cleanText } from "../api/text";
import {
  ENDPOINTS,
  type EndpointName,
  misspeltEndpoint,
  naming,
  present,
  type Setting,
  UNKNOWN_MARKER,
} from "./settings";

type Endpoints = { [Name in EndpointName as `${Name}Endpoint`]?: string | undefined };

/**
 * Base URLs to use instead of the region's hosts. The configuration holds a JSON object of all of them, and each variable
 * one; as soon as the object is there, no variable counts.
 */
export function readEndpoints(
  setting: Setting,
  get: (key: string) => string | undefined,
  env: Variables,
  refuse: (name: string, problem: string) => undefined,
): Endpoints {
  const text = present(get(setting.key));
  if (text === undefined) return endpoints((name) => firstOf(ENDPOINTS[name], env));
  if (text === UNKNOWN_MARKER) return endpoints(() => text);
  const given = parseObject(text);
  const slip = Object.keys(given ?? {}).find((key) => misspeltEndpoint(key) !== undefined);
  if (given === undefined) {
    const example = '{"vpcep": "https://vpcep.example.com"}';
    refuse(setting.name, `${naming(setting)} is not a JSON object such as ${example}.`);
  } else if (slip !== undefined) {
    const meant = `is not a service; did you mean "${misspeltEndpoint(slip)}"?`;
    refuse(setting.name, `"${cleanText(slip, 64)}" in ${naming(setting)} ${meant}`);
  } else
    return endpoints((name) => {
      const url = given[name];
      if (url === undefined || (typeof url === "string" && url !== "")) return url;
      return refuse(setting.name, `"${name}" in ${naming(setting)} is not a URL in quotes.`);
    });
  return {};
}

function endpoints(read: (name: EndpointName) => string | undefined): Endpoints {
  return {
    vpcepEndpoint: read("vpcep"),
    // Terraform's variable names a version of the API as well.
    iamEndpoint: read("iam")?.replace(/\/v3\/?$/, ""),
    stsEndpoint: read("sts"),
    metadataEndpoint: read("metadata"),
  };
}

function firstOf(variables: readonly string[], env: Variables): string | undefined {
  return variables.map((name) => present(env[name])).find((value) => value !== undefined);
}
