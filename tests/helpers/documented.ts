// What docs/errors.md says, for the tests that provoke it: tests/docs/errors.test.ts asks that each text has one.
import { codeSpans, tableRows } from "./markdown";
import { readDocument } from "./readme";

export interface FailingCall {
  text: string;
  triedAgain: string;
}

/** Messages and lines. */
export function documentedMessages(): string[] {
  return tableRows(readDocument("docs/errors.md"), "it says").flatMap(([texts = ""]) => codeSpans(texts));
}

/** Calls that fail, and what the document says of trying them again. */
export function documentedCalls(): FailingCall[] {
  return tableRows(readDocument("docs/errors.md"), "failure", "it says", "tried again").flatMap(
    ([_failure, texts = "", triedAgain = ""]) => codeSpans(texts).map((text) => ({ text, triedAgain })),
  );
}

/** A text of the document as a pattern; of a call that fails, with the words on trying it again. */
export function documented(text: string, triedAgain?: string): RegExp {
  const calls = documentedCalls().filter((call) => call.triedAgain === triedAgain);
  const known = triedAgain === undefined ? documentedMessages() : calls.map((call) => call.text);
  if (!known.includes(text)) throw new Error(`docs/errors.md does not say: ${text}`);
  return patternOf(text);
}

/** `…` stands for anything within a line. */
export function patternOf(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}
