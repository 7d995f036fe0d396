// Files of the package that the plugin tells from. The bundle has them built in.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const textOf = (...path: string[]) => readFileSync(join(__dirname, ...path), "utf8");

export const version: string = JSON.parse(textOf("..", "..", "..", "package.json")).version;
export const schema = textOf("schema.json");
