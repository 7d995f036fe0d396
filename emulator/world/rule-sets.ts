/**
 * The editions of the API reference disagree about some limits; a rule set holds those of one edition.
 * page: "Modifying a VPC Endpoint Service" (the default); huawei: the current Huawei Cloud reference and SDKs;
 * otc: the Open Telekom Cloud reference; lenient: anything that one of them accepts.
 */
export const ruleSetNames = ["page", "huawei", "otc", "lenient"] as const;
export type RuleSetName = (typeof ruleSetNames)[number];

export interface RuleSet {
  tagKeyMaxLength: number;
  tagValueMaxLength: number;
  tagKeyAllowed: RegExp;
  tagValueAllowed: RegExp;
  tagsPerResource: number;
  descriptionMaxLength: number;
  permissionDescriptionMaxLength: number;
  /** The two published numbers are 20 and 60. */
  addressesPerWhitelist: number;
  /** undefined: any word. */
  protocols: readonly string[] | undefined;
  serverTypes: readonly string[] | undefined;
  tcpProxies: readonly string[] | undefined;
  sortKeys: readonly string[];
  /** Whether ids of VPCs and ports must look like UUIDs. */
  uuids: boolean;
}

const tcpProxies = ["close", "toa_open", "proxy_open", "open", "proxy_vni"];
const serverTypes = ["LB", "VM", "VIP", "BMS"];
const bothSortKeySpellings = ["create_at", "update_at", "created_at", "updated_at"];

/** "It cannot contain characters =*<>\,|/ nor start or end with a space." (API page, table 6) */
const pageTagText = /^(?! )[^=*<>\\,|/]*(?<! )$/u;

const page: RuleSet = {
  tagKeyMaxLength: 36,
  tagValueMaxLength: 43,
  tagKeyAllowed: pageTagText,
  tagValueAllowed: pageTagText,
  tagsPerResource: 20,
  descriptionMaxLength: 128,
  permissionDescriptionMaxLength: 256,
  addressesPerWhitelist: 20,
  protocols: ["TCP"],
  serverTypes,
  tcpProxies,
  sortKeys: bothSortKeySpellings,
  uuids: true,
};

const huawei: RuleSet = {
  ...page,
  tagKeyMaxLength: 128,
  tagValueMaxLength: 255,
  tagKeyAllowed: /^(?! )(?!_sys_)[\p{L}\p{N} _.:=+\-@]*(?<! )$/u,
  tagValueAllowed: /^(?! )[\p{L}\p{N} _.:=+\-@/]*(?<! )$/u,
  descriptionMaxLength: 512,
  protocols: ["TCP", "UDP"],
  serverTypes: ["LB", "VM", "VIP"],
  sortKeys: ["create_at", "update_at"],
};

const otc: RuleSet = {
  ...page,
  tagKeyAllowed: /^[A-Za-z0-9_@-]*$/,
  tagValueAllowed: /^[A-Za-z0-9_@-]*$/,
  permissionDescriptionMaxLength: 128,
  sortKeys: ["created_at", "updated_at"],
};

const anyText = /^.*$/su;

const lenient: RuleSet = {
  ...page,
  tagKeyMaxLength: 128,
  tagValueMaxLength: 255,
  tagKeyAllowed: anyText,
  tagValueAllowed: anyText,
  descriptionMaxLength: 512,
  permissionDescriptionMaxLength: 512,
  addressesPerWhitelist: 60,
  protocols: undefined,
  serverTypes: undefined,
  tcpProxies: undefined,
  uuids: false,
};

const ruleSets: Record<RuleSetName, RuleSet> = { page, huawei, otc, lenient };

export function ruleSet(name: RuleSetName): RuleSet {
  return ruleSets[name];
}

export function isRuleSetName(name: string): name is RuleSetName {
  return Object.hasOwn(ruleSets, name);
}
