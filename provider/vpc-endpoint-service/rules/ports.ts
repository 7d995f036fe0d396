import { isUnknown } from "../../resource/unknown";
import { DEFAULT_PROTOCOL } from "../fields";
import { type Limits, MAX_PORT_MAPPINGS } from "./limits";
import type { Report } from "./report";

const PARTS = ["clientPort", "serverPort", "protocol"];

/** API page, table 2 (`ports`) and table 3. */
export function checkPorts(report: Report, limits: Limits): void {
  const mappings = report.given("ports");
  if (mappings === undefined) return;
  if (!Array.isArray(mappings)) {
    report.fail("ports", `must be a list of port mappings${report.found("ports", mappings)}`);
    return;
  }
  if (mappings.length === 0) report.fail("ports", "must have one mapping at least");
  if (mappings.length > MAX_PORT_MAPPINGS)
    report.fail("ports", `may have ${MAX_PORT_MAPPINGS} mappings at most, has ${mappings.length}`);
  const seen = new Map<string, number>();
  for (const [index, mapping] of mappings.entries()) {
    if (isUnknown(mapping)) continue;
    const path = `ports[${index}]`;
    if (typeof mapping !== "object" || mapping === null || Array.isArray(mapping)) {
      report.fail(path, `must be { clientPort, serverPort, protocol? }${report.found(path, mapping)}`);
      continue;
    }
    checkMapping(report, path, mapping, limits);
    const { clientPort, serverPort, protocol = DEFAULT_PROTOCOL } = mapping;
    if ([clientPort, serverPort, protocol].some(isUnknown)) continue;
    const key = `${clientPort} ${serverPort} ${protocol}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else report.fail(path, `is the same mapping as ports[${first}]`);
  }
}

function checkMapping(report: Report, path: string, mapping: Record<string, unknown>, limits: Limits): void {
  for (const name of Object.keys(mapping)) {
    if (!PARTS.includes(name))
      report.fail(`${path}.${name}`, `is not part of a port mapping: ${PARTS.join(", ")} are`);
  }
  for (const side of ["clientPort", "serverPort"]) {
    const port = mapping[side];
    if (isUnknown(port)) continue;
    if (port === undefined) report.fail(`${path}.${side}`, "is required");
    else if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535)
      report.fail(`${path}.${side}`, `must be a whole number from 1 to 65535${report.found(path, port)}`);
  }
  report.word(`${path}.protocol`, mapping.protocol, limits.protocols, true);
}
