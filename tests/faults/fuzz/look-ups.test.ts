import fc from "fast-check";
import type { Access } from "../../../provider/api/api-call";
import { assertPlain } from "../../../provider/front/plain";
import { cleanLog, sentence } from "../../../provider/front/sentence";
import { findInCloud } from "../../../provider/import/cloud";
import { IMPORT_TYPES, importFile } from "../../../provider/import/import-file";
import { lookUp } from "../../../provider/look-ups/look-up";
import { LOOK_UPS } from "../../../provider/registry";
import { textOf } from "../../../provider/resource/failures";
import type { Properties } from "../../helpers/engine";
import { type Lab, service } from "../../helpers/in-process";
import { networkId, vpcId } from "../../helpers/samples";
import { closeServers } from "../../provider/api/servers";
import { lab } from "../support";
import { resultProblem } from "./declared";
import { endingOf, expectClean, expectLine, expectPrototypes, expectSentence } from "./invariants";
import { anyPlans, Spoiler } from "./spoiler";
import { subjects } from "./subjects";

afterEach(closeServers);

/** A question to the cloud, as a front asks it: of what fails only the sentence gets out. */
interface Question {
  begin: RegExp;
  ask(one: Lab): Promise<Properties>;
  problemOf(result: Properties): string | undefined;
}

const logOf = (one: Lab) => {
  const log = { info: (line: string) => one.lines.push(line), warn: (line: string) => one.lines.push(line) };
  return cleanLog(log, one.environment.secrets);
};

async function asked<T>(one: Lab, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new Error(sentence(textOf(error), one.environment.secrets()));
  }
}

function lookUpOf(name: string, args: Properties): Question {
  const definition = LOOK_UPS.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`there is no look-up ${name}`);
  return {
    begin: new RegExp(`^${name}(?: "[^"]+")?: look-up failed: .`),
    ask: (one) =>
      asked(one, async () =>
        assertPlain(await lookUp({ ...one.environment, log: logOf(one) }, definition, args)),
      ),
    problemOf: (result) => resultProblem(name, result),
  };
}

const importing: Question = {
  begin: /^(?:GET|the API's response) /,
  ask: (one) =>
    asked(one, async () => {
      const { region, projectId } = one.emulator;
      const deadlineMs = one.time.nowMs + 600_000;
      const context = { deadlineMs, log: logOf(one), subject: "vpcep-import" };
      const access: Access = { client: one.environment.clientFor(region, projectId), context };
      const { found, notes } = await findInCloud(access, IMPORT_TYPES);
      return { ...JSON.parse(importFile(found)), notes };
    }),
  problemOf: ({ resources }) =>
    (resources as Properties[]).every(({ type, name, id }) =>
      [type, name, id].every((text) => typeof text === "string" && text !== ""),
    )
      ? undefined
      : "a resource that nobody can import",
};

/** Something of each type, and one question of every look-up. */
async function questions(one: Lab): Promise<Question[]> {
  const owner = one.siblingStack(subjects.VpcEndpointService.handlers, "owner");
  await owner.up(service({ permissions: ["*"], tags: { team: "a" } }));
  const endpoint = one.siblingStack(subjects.VpcEndpoint.handlers, "consumer");
  await endpoint.up({ endpointServiceId: owner.id, vpcId, subnetId: networkId, tags: { team: "b" } });
  const endpointServiceId = owner.id;
  return [
    lookUpOf("getVpcEndpoint", { id: endpoint.id }),
    lookUpOf("getVpcEndpoints", { tags: { team: "b" } }),
    lookUpOf("getVpcEndpointConnections", { endpointServiceId }),
    lookUpOf("getVpcEndpointService", { id: endpointServiceId }),
    lookUpOf("getVpcEndpointService", { endpointServiceName: owner.outputs.endpointServiceName }),
    lookUpOf("getVpcEndpointServices", {}),
    lookUpOf("getVpcEndpointServicePermissions", { endpointServiceId }),
    lookUpOf("getPublicVpcEndpointServices", {}),
    lookUpOf("getVpcEndpointQuotas", {}),
    lookUpOf("getVpcEndpointTags", { resourceType: "endpoint" }),
    importing,
  ];
}

test("abuse 2: whatever responses a look-up or vpcep-import gets: one sentence, or what is declared and true", async () => {
  const spoiler = await Spoiler.create();
  const one = await lab({ sockets: spoiler.transport });
  const all = await questions(one);
  const truths = await Promise.all(all.map(({ ask }) => ask(one)));
  const place = fc.nat({ max: all.length - 1 });
  const property = fc.asyncProperty(place, anyPlans, async (index, plans) => {
    const { ask, begin, problemOf } = all[index] as Question;
    one.restart();
    one.emulator.clearRequests();
    one.lines.length = 0;
    spoiler.begin(plans);
    const beganMs = one.time.nowMs;
    let result: Properties | undefined;
    const error = await endingOf("the look-up", async () => {
      result = await ask(one);
    });
    spoiler.end();
    expect(one.time.nowMs - beganMs).toBeLessThanOrEqual(660_000);
    if (error !== undefined) expectSentence(error.message, begin);
    else expect(problemOf(result ?? {})).toBeUndefined();
    if (error === undefined && spoiler.lies.length === 0) expect(result).toEqual(truths[index]);
    one.lines.forEach(expectLine);
    expectClean(error, result, one.lines);
    expectPrototypes();
  });
  await spoiler.assert(property, 500);
}, 3_600_000);
