import type { Json } from "./wire";

const lineLength = 64;

/** JSON to read: what fits on a line is on one. */
export function pretty(value: Json, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{ ", " }"];
  const parts = (within: string) =>
    isList
      ? value.map((item) => pretty(item, within))
      : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item, within)}`);
  const short = parts("");
  if (short.length === 0) return isList ? "[]" : "{}";
  const line = `${open}${short.join(", ")}${close}`;
  if (line.length + indent.length <= lineLength && !line.includes("\n")) return line;
  const deeper = `${indent}  `;
  const lines = parts(deeper).map((part) => deeper + part);
  return `${open.trim()}\n${lines.join(",\n")}\n${indent}${close.trim()}`;
}
