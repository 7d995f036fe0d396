import { readFileSync } from "node:fs";
import { ConfigError } from "../api/errors";
import { cleanText } from "../api/text";
import { type ProviderConfig, settingsOf } from "./config";
import { naming } from "./settings";

/** The certificates in the CA file, in PEM form; undefined when none is set. */
export function readAuthorities(config: Pick<ProviderConfig, "caFile" | "namespace">): string | undefined {
  const { caFile } = config;
  if (caFile === undefined) return undefined;
  const where = `The file in ${naming(settingsOf(config).caFile)}, "${cleanText(caFile, 200)}",`;
  let pem: string;
  try {
    pem = readFileSync(caFile, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new ConfigError(`${where} cannot be read (${code}).`);
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(`${where} holds no certificate in PEM form.`);
  }
  return pem;
}
