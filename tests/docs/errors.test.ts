// docs/errors.md, provoked entry by entry: what comes out is what stands there, and what is to be done about it works.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lab, otherPort } from "../faults/support";
import { documentedCalls, documentedMessages, patternOf } from "../helpers/documented";
import { failure, portId, service } from "../helpers/in-process";
import { codeBlocks } from "../helpers/markdown";
import { readDocument, root } from "../helpers/readme";
import { closeServers } from "../provider/api/servers";
import { calls } from "./errors/calls";
import { SHOWN_BY_CLI } from "./errors/cli";
import { lines } from "./errors/lines";
import { lookUps } from "./errors/look-ups";
import { previews } from "./errors/previews";
import { programs } from "./errors/programs";

afterEach(closeServers);

test("the example is a real error", async () => {
  const { emulator, stack } = await lab();
  emulator.bindPort(portId, otherPort);
  const { message } = await failure(stack.up(service()));
  const [example] = codeBlocks(readDocument("docs/errors.md"));
  // Another request, another time.
  const masked = (text = "") =>
    text.replace(/(request_id )\w+…?|[\d.]+(?=s\)\.)|(?<=v1\/)(\w+|…)(?=\/)/g, "$1*").trim();
  expect(masked(message)).toBe(masked(example?.text));
});

/** Texts that the tests of faults and scenarios expect, where they provoke them. */
function expectedByOthers(): string[] {
  const files = readdirSync(join(root, "tests/faults"), { recursive: true, encoding: "utf8" });
  const tests = files.filter((file) => file.endsWith(".test.ts")).map((file) => `tests/faults/${file}`);
  return tests.flatMap((file) =>
    [...readDocument(file).matchAll(/\bdocumented\(\s*(["'])(.+?)\1/g)].map(([, , text = ""]) => text),
  );
}

/** Sorted, each once. */
const distinct = (texts: string[]) => [...new Set(texts)].sort();

describe("a message or a call that fails", () => {
  const provocations = { ...previews, ...programs, ...lookUps, ...lines };
  const documentedTexts = [...documentedMessages(), ...documentedCalls().map(({ text }) => text)];

  test("that is documented is provoked, and one that is provoked is documented", () => {
    const provoked = [...Object.keys({ ...provocations, ...calls }), ...Object.values(SHOWN_BY_CLI)];
    expect(distinct([...provoked, ...expectedByOthers()])).toEqual(distinct(documentedTexts));
  });

  test.each(Object.entries(provocations))("%s", async (text, provoke) => {
    expect(await provoke()).toMatch(patternOf(text));
  });

  test.each(documentedCalls().filter(({ text }) => text in calls))(
    "$text: $triedAgain",
    async ({ text, triedAgain }) => {
      const messages = (await calls[text]?.(triedAgain)) ?? [];
      expect(messages).not.toEqual([]);
      for (const message of messages) expect(message).toMatch(patternOf(text));
    },
  );
});
