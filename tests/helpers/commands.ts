// The commands that the documents tell readers to type.
import { blocksOf, documents } from "./readme";

export interface Command {
  path: string;
  /** As it stands there, without a comment; an indented line belongs to the one before. */
  line: string;
}

export function documentedCommands(): Command[] {
  return documents().flatMap((path) =>
    blocksOf(path, "bash").flatMap((text) =>
      text
        .trimEnd()
        .split(/\n(?! )/)
        .map((line) => ({ path, line: line.replace(/ +#.*$/, "") })),
    ),
  );
}
