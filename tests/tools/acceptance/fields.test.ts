// Which fields the suite changes, against the tables of the provider.
import { fieldSteps, NOT_CHANGED } from "../../../tools/acceptance/fields.mjs";
import { OPERATIONS } from "../../../tools/acceptance/reference/index.mjs";
import { EMULATOR_IDS, idsIn } from "../../../tools/acceptance/variables.mjs";
import { firstWanted, LOOK_UPS } from "../../../tools/acceptance/wanted.mjs";
import { tablesFrom } from "../../../tools/schema/tables.mjs";

const run = "20260131-4f09ac";
const tables = tablesFrom((module) => require(`../../../provider/${module}`));
const given = idsIn(EMULATOR_IDS);
if (!("ids" in given) || given.ids === undefined) throw new Error("the emulator's ids are not complete");
const all = given.ids;
const { vpcId, portId, subnetId } = all;
const least = { vpcId, portId, subnetId };

test.each([
  ["all variables", all],
  ["the three alone", least],
])("with %s every field of every resource has a step or a reason, and only those that exist do", (_, ids) => {
  const steps = fieldSteps(ids, run);
  const described = tables.resources.map(({ type }) => [
    type,
    [
      ...new Set([
        ...steps.filter((step) => step.type === type).flatMap(({ fields }) => fields),
        ...Object.keys(NOT_CHANGED[type] ?? {}),
      ]),
    ].sort(),
  ]);
  const existing = tables.resources.map(({ type, fields }) => [type, Object.keys(fields).sort()]);
  expect(described).toEqual(existing);
});

test("no field is both changed and excused", () => {
  for (const { type, fields } of fieldSteps(all, run))
    for (const field of fields)
      expect([type, field, NOT_CHANGED[type]?.[field]]).toEqual([type, field, undefined]);
});

test("a step that is not taken names the variable that it waits for", () => {
  const skipped = fieldSteps(least, run).filter(({ skip }) => skip !== undefined);
  expect(skipped.map(({ fields }) => fields.join()).sort()).toEqual([
    "ip",
    "ipv6Address",
    "policyStatement",
    "poolId",
    "portId",
    "routeTables",
    "serverResources",
    "subnetId",
  ]);
  for (const { skip } of skipped) expect(skip).toMatch(/VPCEP_ACCEPTANCE_[A-Z0-9_]+ .*(is|are) not set$/);
  expect(fieldSteps(all, run).filter(({ skip }) => skip !== undefined)).toEqual([]);
});

test("the calls that are expected are operations of the reference, and each step has a resource of the program", () => {
  const names = OPERATIONS.map(({ name }) => name);
  for (const ids of [all, least])
    for (const { call, replaces, resource, skip } of fieldSteps(ids, run)) {
      if (skip === undefined) expect(Object.keys(firstWanted(ids, run))).toContain(resource);
      for (const expected of [call, replaces])
        if (expected !== undefined) expect(names).toContain(expected.split(" ")[0]);
    }
});

test("a field that is changed in place is changed by a call with that field alone", () => {
  for (const { type, fields } of tables.resources)
    for (const [name, { change, wire }] of Object.entries(fields)) {
      const steps = fieldSteps(all, run).filter((step) => step.type === type && step.fields.includes(name));
      // What replaces is in the body of a create, with all else; what is a setting is in none.
      for (const { call, replaces } of steps)
        expect([name, call !== undefined, replaces !== undefined]).toEqual([
          name,
          ["modify", "step"].includes(change),
          change === "replace" && name !== "endpointServiceName",
        ]);
      if (change === "modify" && type === "VpcEndpointService" && steps.length > 0)
        expect(steps.map(({ call }) => call)).toEqual([`UpdateEndpointService ${wire}`]);
    }
});

test("every look-up is asked", () => {
  const asked = new Set(LOOK_UPS.map(([name]) => name));
  expect([...asked].sort()).toEqual(tables.lookUps.map(({ name }) => name).sort());
});
