import { misspeltEndpoint, misspeltSetting, SETTINGS } from "../../../provider/configuration/settings";

// As the cloud's Terraform provider has them, from which a package for Pulumi takes its own.
const ofOtherPackages = [
  ...["region", "regional", "accessKey", "secretKey", "securityToken", "domainId", "domainName", "userName"],
  ...["userId", "password", "assumeRole", "assumeRoleWithOidc", "projectId", "projectName", "tenantId"],
  ...["tenantName", "token", "insecure", "cacertFile", "cert", "key", "agencyName", "agencyDomainName"],
  ...["delegatedProject", "authUrl", "cloud", "endpoints", "maxRetries", "enterpriseProjectId", "profile"],
  ...["sharedConfigFile", "signingAlgorithm", "skipCheckWebsiteType", "skipCheckUpgrade", "defaultTags"],
];

test.each(ofOtherPackages)("huaweicloud:%s is no slip: another package may have it", (name) => {
  expect(misspeltSetting(`huaweicloud:${name}`)).toBeUndefined();
});

test.each(Object.values(SETTINGS).map(({ key }) => key))("%s with a letter too many is one", (key) => {
  expect(misspeltSetting(`${key}s`)).toBe(`${key}s is not a setting of this package; did you mean ${key}?`);
});

test.each([
  ["vpcep", undefined],
  ["VpcEp", "vpcep"],
  ["vpcepp", "vpcep"],
  ["IAM", "iam"],
  ["meta_data", "metadata"],
  ["ecs", undefined],
  ["ims", undefined],
  ["obs", undefined],
])("among the endpoints, %s is a slip of %s", (name, meant) => {
  expect(misspeltEndpoint(name)).toBe(meant);
});
