import fc from "fast-check";
import type { FaultRule } from "../../../emulator";
import type { Properties } from "../../helpers/engine";
import { get, list, post, put, remove, tags, whitelist, whitelistRead } from "../support";
import { anyService } from "./services";

/** What may happen to a stack between its creation and its end. */
export type Command =
  | { kind: "up"; wanted: Properties }
  | { kind: "refresh" }
  | { kind: "destroy" }
  | { kind: "changed outside"; patch: Properties }
  | { kind: "deleted outside" }
  /** Strikes from the next operation on, until the given number of hits. */
  | { kind: "fault"; rules: FaultRule[] }
  /** The process is killed when it sends its nth request from here on. */
  | { kind: "kill"; nth: number };

const places = fc.constantFrom(post, list, get, put, remove, tags, whitelist, whitelistRead);
const errorCodes = fc.constantFrom(
  ...[
    "EndPoint.0001",
    "EndPoint.0002",
    "EndPoint.0004",
    "EndPoint.0022",
    "EndPoint.3045",
    "Endpoint.1018",
    "EndPoint.3049",
  ],
);

const spoiled = fc.oneof(
  fc.constantFrom<FaultRule>(
    { kind: "reset", at: "before" },
    { kind: "reset", at: "after-processing" },
    { kind: "reset", at: "mid-body" },
    { kind: "truncate", at: "mid-body" },
    { kind: "truncate", at: "mid-body", complete: true },
    { kind: "html" },
    { kind: "empty" },
    { kind: "redirect", location: "http://127.0.0.1:9/" },
    { kind: "status", status: 429, headers: { "Retry-After": "2" } },
    { kind: "status", status: 401, errorCode: "APIGW.0301" },
    { kind: "status", status: 404, errorCode: "APIGW.0101" },
    { kind: "hide", forSeconds: 3 },
    { kind: "drop-fields", fields: ["service_name", "tags", "description", "ports"] },
    { kind: "replace-body", merge: { status: "creating" } },
  ),
  fc
    .tuple(
      fc.constantFrom(500, 502, 503, 504),
      fc.constantFrom<FaultRule["at"]>("before", "after-processing"),
    )
    .map(([status, at]): FaultRule => ({ kind: "status", status, ...(at && { at }) })),
  errorCodes.map((errorCode): FaultRule => ({ kind: "status", errorCode })),
);

const fault = fc
  .tuple(spoiled, fc.option(places), fc.integer({ min: 1, max: 6 }))
  .map(([rule, match, times]): FaultRule => ({ ...rule, ...(match !== null && { match }), times }));

const patch = fc.constantFrom<Properties>(
  { description: "by hand" },
  { approval_enabled: true },
  { tags: [{ key: "byHand", value: "1" }] },
  { permissions: ["iam:domain::stranger"] },
  { status: "failed", error: [{ error_code: "EndPoint.0001", error_message: "Broken." }] },
  { status: "creating", settleSeconds: 20 },
);

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: anyService.map((wanted): Command => ({ kind: "up", wanted })) },
  { weight: 2, arbitrary: fc.constant<Command>({ kind: "refresh" }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: "destroy" }) },
  { weight: 2, arbitrary: patch.map((given): Command => ({ kind: "changed outside", patch: given })) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: "deleted outside" }) },
  {
    weight: 4,
    arbitrary: fc
      .array(fault, { minLength: 1, maxLength: 3 })
      .map((rules): Command => ({ kind: "fault", rules })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }).map((nth): Command => ({ kind: "kill", nth })) },
);
