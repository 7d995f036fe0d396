import { isJsonObject } from "../world/json";
import { fieldProblem } from "../world/user-input";
import { fieldsOfEvery, fieldsOfKind, fieldsOfMatch } from "./fault-fields";
import { type FaultKind, faultPointNames, isFaultPoint, pointsOfKind } from "./fault-rule";

type Given = Record<string, unknown>;

/** What is wrong with a rule, in one sentence. Without this check a typo would become a fault that never strikes. */
export function faultRuleProblem(rule: unknown): string | undefined {
  if (!isJsonObject(rule)) return "A fault rule is an object.";
  const kind = String(rule["kind"]);
  if (!isKind(kind)) {
    return `Unknown fault kind ${JSON.stringify(rule["kind"])}: one of ${Object.keys(fieldsOfKind).join(", ")}.`;
  }
  const fields = { ...fieldsOfEvery, ...fieldsOfKind[kind] };
  const stray = Object.keys(rule).find((name) => !Object.hasOwn(fields, name));
  if (stray !== undefined) return `A fault of kind ${kind} has no field ${JSON.stringify(stray)}.`;
  const wrong = matchProblem(rule["match"]) ?? requiredProblem(rule, kind) ?? pointProblem(rule, kind);
  if (wrong !== undefined) return wrong;
  const misfit = fieldProblem(rule, fields);
  return misfit === undefined ? undefined : `A fault of kind ${kind}: ${misfit}`;
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(fieldsOfKind, kind);
}

function matchProblem(match: unknown): string | undefined {
  if (match === undefined) return undefined;
  if (!isJsonObject(match)) return "The match of a fault rule is an object.";
  const stray = Object.keys(match).find((name) => !Object.hasOwn(fieldsOfMatch, name));
  if (stray !== undefined) return `The match of a fault rule has no field ${JSON.stringify(stray)}.`;
  const misfit = fieldProblem(match, fieldsOfMatch);
  return misfit === undefined ? undefined : `The match of a fault rule: ${misfit}`;
}

function requiredProblem(given: Given, kind: FaultKind): string | undefined {
  if (kind === "redirect" && given["location"] === undefined) return "A redirect needs a location.";
  if (kind === "clock-skew" && given["skewSeconds"] === undefined) return "A clock-skew needs skewSeconds.";
  if (kind === "drop-fields" && given["fields"] === undefined) return "A drop-fields needs fields.";
  if (kind === "replace-body" && given["body"] === undefined && given["merge"] === undefined) {
    return "A replace-body needs body or merge.";
  }
  if (kind === "refuse" && given["forSeconds"] === undefined && given["times"] === undefined) {
    return "A refuse needs forSeconds (listener closed) or times (connections dropped).";
  }
  return undefined;
}

/** Combinations of kind and point that make no sense, and what cannot work before the body is read. */
function pointProblem({ at, forSeconds, match }: Given, kind: FaultKind): string | undefined {
  if (at === undefined) return undefined;
  if (!isFaultPoint(at)) return `Unknown point ${JSON.stringify(at)}: one of ${faultPointNames}.`;
  if (!pointsOfKind[kind].includes(at)) {
    const possible = pointsOfKind[kind].join(", ");
    return possible === ""
      ? `A fault of kind ${kind} strikes before there is a request: leave \`at\` out.`
      : `A fault of kind ${kind} cannot strike at ${at}, only at ${possible}.`;
  }
  if (at !== "mid-request") return undefined;
  if (forSeconds !== undefined) return "At mid-request a stall is for ever: leave forSeconds out.";
  const looksInside = isJsonObject(match) && match["bodyIncludes"] !== undefined;
  return looksInside ? "At mid-request there is no body yet for bodyIncludes to look into." : undefined;
}
