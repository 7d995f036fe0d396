// The table of codes in docs/errors.md: the hint at the end of a failed call's message.

import { createConnections } from "../../provider/api/connections";
import { readProviderConfig } from "../../provider/configuration/config";
import { createHints } from "../../provider/configuration/hints";
import { SETTINGS } from "../../provider/configuration/settings";
import { createVpcepClient } from "../../provider/environment";
import { modifyService } from "../../provider/vpcep/services";
import { lab } from "../faults/support";
import { failure, portId } from "../helpers/in-process";
import { codeSpans, tableRows } from "../helpers/markdown";
import { readDocument } from "../helpers/readme";
import { patternOf } from "./errors/pattern";

const document = readDocument("docs/errors.md");
const rows = tableRows(document, "code", "what to do").map(([code = "", hint = ""]) => ({
  code: codeSpans(code)[0] ?? "",
  hint,
}));

/** What a modify call ends with that the API refuses with this code. */
async function messageFor(errorCode: string): Promise<string> {
  const { emulator, time } = await lab();
  const { url, region, projectId, accessKey, secretKey } = emulator;
  const variables = { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey, HW_VPCEP_ENDPOINT: url };
  const config = readProviderConfig(() => undefined, variables);
  const client = createVpcepClient({
    config,
    region,
    projectId,
    connections: createConnections(),
    runtime: time.runtime,
  });
  emulator.setFaults([{ kind: "status", status: 400, errorCode }]);
  const log = { info: () => undefined, warn: () => undefined };
  const call = modifyService(portId, { description: "new" });
  return (await failure(client.call(call, { deadlineMs: time.nowMs, log, subject: "test" }))).message;
}

test.each(rows)("$code", async ({ code, hint }) => {
  const text = patternOf(`-> HTTP 400 ${code}: … (request_id …). ${hint}`);
  expect(await messageFor(code)).toMatch(new RegExp(`${text.source}$`));
});

test("codes are compared without case", async () => {
  const [row] = rows.filter(({ code }) => code === "EndPoint.1018");
  expect(await messageFor("Endpoint.1018")).toContain(row?.hint);
});

test("every code that has a hint of its own is listed", () => {
  const codes = ["EndPoint", "APIGW"].flatMap((service) =>
    Array.from({ length: 10_000 }, (_, number) => `${service}.${String(number).padStart(4, "0")}`),
  );
  const question = { method: "PUT", segments: [], outcome: "refused", status: 400 } as const;
  const hintFor = createHints(SETTINGS);
  const facts = { usesSecurityToken: false, serverClockKnown: true, throttledSeconds: 0 };
  const hinted = codes.filter((code) => hintFor({ ...question, ...facts, code }) !== undefined);
  // EndPoint.0022 is another outcome: the API limits its calls.
  expect(rows.map(({ code }) => code).sort()).toEqual([...hinted, "EndPoint.0022"].sort());
});
