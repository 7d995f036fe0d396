import { textSet } from "../resource/codecs";
import * as rules from "../resource/rules";
import { listTags, type TaggedType } from "../vpcep/tags";
import { WHERE } from "./arguments";
import type { LookUp } from "./look-up";

/** API page "Querying Tags of Resources of a Type": it has no pages. */
export const vpcEndpointTags: LookUp = {
  name: "getVpcEndpointTags",
  arguments: {
    ...WHERE,
    // A part of the path: another word would be another call.
    resourceType: { rule: rules.oneOf(["endpoint_service", "endpoint"], { fixed: true }), required: true },
  },
  async run({ resourceType }, { client, context }) {
    const { body } = await client.call(listTags(resourceType as TaggedType), context);
    const tags = body.tags as { key: string; values: unknown }[];
    return { tags: tags.map(({ key, values }) => ({ key, values: textSet.read(values) ?? [] })) };
  },
};
