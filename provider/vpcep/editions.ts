/** The editions of the API that the checks know, by the setting `huaweicloud:vpcepRules`. */
export const RULE_SETS = ["page", "huawei", "otc", "lenient"] as const;
export type RuleSet = (typeof RULE_SETS)[number];

/** What differs between the editions of the API. */
export interface Limits {
  tagKeyLength: number;
  tagValueLength: number;
  /** Characters that a tag may hold; `undefined` means all but those the API page forbids. */
  tagKeyCharacters?: RegExp;
  tagValueCharacters?: RegExp;
  tagCount: number;
  descriptionLength: number;
  protocols: readonly string[];
  /** Whether ids of the network must be UUIDs, as the API page says, or only look like ids. */
  uuids: boolean;
  /** Whether a word that this version does not know is let through also where it would replace a living service. */
  newWordsMayReplace: boolean;
}

const PAGE: Limits = {
  tagKeyLength: 36,
  tagValueLength: 43,
  tagCount: 20,
  descriptionLength: 128,
  protocols: ["TCP"],
  uuids: true,
  newWordsMayReplace: false,
};

/**
 * `page`: the API page "Modifying a VPC Endpoint Service" (tables 2, 3 and 6). `otc`: Open Telekom Cloud's API reference.
 * `huawei`: Huawei Cloud's SDKs since 3.1.2 and the newer help pages. `lenient`: whatever one of them takes.
 */
export const LIMITS: Record<RuleSet, Limits> = {
  page: PAGE,
  otc: { ...PAGE, tagKeyCharacters: /^[A-Za-z0-9_@-]*$/, tagValueCharacters: /^[A-Za-z0-9_@-]*$/ },
  huawei: {
    ...PAGE,
    tagKeyLength: 128,
    tagValueLength: 255,
    tagKeyCharacters: /^(?!_sys_)[\p{L}\p{N} _.:=+@-]*$/u,
    tagValueCharacters: /^[\p{L}\p{N} _.:=+@/-]*$/u,
    descriptionLength: 512,
    protocols: ["TCP", "UDP"],
  },
  lenient: {
    tagKeyLength: 128,
    tagValueLength: 255,
    tagKeyCharacters: /^/,
    tagValueCharacters: /^/,
    tagCount: 20,
    descriptionLength: 512,
    protocols: ["TCP", "UDP"],
    uuids: false,
    newWordsMayReplace: true,
  },
};

/** The rule sets that may accept what a narrower one refuses, in the order in which they are offered. */
export const WIDER: readonly RuleSet[] = ["huawei", "lenient"];
