import { isObject } from "../api/json";
import { count, objects, word } from "../resource/codecs";
import { Failure } from "../resource/failures";
import * as rules from "../resource/rules";
import { getQuotas } from "../vpcep/quotas";
import { queryOf, WHERE } from "./arguments";
import type { LookUp } from "./look-up";

const ARGUMENTS = {
  ...WHERE,
  type: { rule: rules.oneOf(["endpoint_service", "endpoint"]), query: "type" },
};

/** API page "Querying Quotas". */
export const vpcEndpointQuotas: LookUp = {
  name: "getVpcEndpointQuotas",
  arguments: ARGUMENTS,
  async run(args, { client, context }) {
    const { body } = await client.call(getQuotas(queryOf(ARGUMENTS, args)), context);
    const resources = isObject(body.quotas) ? body.quotas.resources : undefined;
    if (!Array.isArray(resources)) throw new Failure("the API's response was malformed: no list of quotas");
    const quotas = objects(resources).map(({ type, used, quota }) => ({
      type: word.read(type),
      used: count.read(used),
      quota: count.read(quota),
    }));
    return { quotas };
  },
};
