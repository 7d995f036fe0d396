// The table of codes in docs/errors.md: the hint at the end of a failed call's message.

import { createHints } from "../../provider/configuration/hints";
import { SETTINGS } from "../../provider/configuration/settings";
import { put, standing } from "../faults/support";
import { failure, service } from "../helpers/in-process";
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
  const one = await standing();
  one.fault({ kind: "status", status: 400, errorCode, match: put });
  return (await failure(one.stack.up(service({ description: "new" })))).message;
}

test.each(rows)("fault 36, and what else a code is about: the hint of $code", async ({ code, hint }) => {
  const text = patternOf(`-> HTTP 400 ${code}: … (request_id …). ${hint}`);
  expect(await messageFor(code)).toMatch(new RegExp(`${text.source}( The call was refused until .*)?$`));
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
