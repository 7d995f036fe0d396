// docs/errors.md, provoked entry by entry: what comes out is what stands there, and what is to be done about it works.
import { lab, otherPort } from "../faults/support";
import { failure, portId, service } from "../helpers/in-process";
import { codeBlocks, codeSpans, tableRows } from "../helpers/markdown";
import { readDocument } from "../helpers/readme";
import { closeServers } from "../provider/api/servers";
import { adoptions } from "./errors/adoptions";
import { calls } from "./errors/calls";
import { changes } from "./errors/changes";
import { SHOWN_BY_CLI } from "./errors/cli";
import { creates } from "./errors/creates";
import { limitedCalls } from "./errors/limited-calls";
import { lines } from "./errors/lines";
import { lookUps } from "./errors/look-ups";
import { patternOf } from "./errors/pattern";
import { previews } from "./errors/previews";
import { programs } from "./errors/programs";
import { waits } from "./errors/waits";

afterEach(closeServers);

const document = readDocument("docs/errors.md");

test("the example is a real error", async () => {
  const { emulator, stack } = await lab();
  emulator.bindPort(portId, otherPort);
  const { message } = await failure(stack.up(service()));
  const [example] = codeBlocks(document);
  // Another request, another time.
  const masked = (text = "") =>
    text.replace(/(request_id )\w+…?|[\d.]+(?=s\)\.)|(?<=v1\/)(\w+|…)(?=\/)/g, "$1*").trim();
  expect(masked(message)).toBe(masked(example?.text));
});

describe("a message", () => {
  const provocations = {
    ...previews,
    ...programs,
    ...lookUps,
    ...adoptions,
    ...creates,
    ...waits,
    ...changes,
    ...lines,
  };
  const documented = tableRows(document, "it says").flatMap(([texts = ""]) => codeSpans(texts));

  test("that is documented is provoked, and one that is provoked is documented", () => {
    const provoked = [...Object.keys(provocations), ...Object.values(SHOWN_BY_CLI)];
    expect(provoked.sort()).toEqual([...documented].sort());
  });

  test.each(Object.entries(provocations))("%s", async (text, provoke) => {
    expect(await provoke()).toMatch(patternOf(text));
  });
});

describe("a call that fails", () => {
  const failingCalls = { ...calls, ...limitedCalls };
  const rows = tableRows(document, "failure", "it says", "tried again").flatMap(
    ([_failure, texts = "", triedAgain = ""]) => codeSpans(texts).map((text) => ({ text, triedAgain })),
  );

  test("in a documented way is provoked, and the other way round", () => {
    expect(Object.keys(failingCalls).sort()).toEqual(rows.map(({ text }) => text).sort());
  });

  test.each(rows)("$text: $triedAgain", async ({ text, triedAgain }) => {
    const messages = (await failingCalls[text]?.(triedAgain)) ?? [];
    expect(messages).not.toEqual([]);
    for (const message of messages) expect(message).toMatch(patternOf(text));
  });
});
