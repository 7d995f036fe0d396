// One of several stacks that each let their own accounts connect to one service. None of them removes what another has added.
//
//   pulumi config set serviceId <id of the service>
//   pulumi config set team shop
//   pulumi config set --path 'accounts[0]' <account id>
//
// The service itself must not set `permissions` then: that list is complete, and would remove what these stacks add.
import { Config } from "@pulumi/pulumi";
import { VpcEndpointServicePermission } from "pulumi-huaweicloud-vpcep";

const config = new Config();
const endpointServiceId = config.require("serviceId");
const team = config.require("team");

const records = config.requireObject<string[]>("accounts").map(
  (account) =>
    new VpcEndpointServicePermission(account, {
      endpointServiceId,
      permission: `iam:domain::${account}`,
      description: `added by ${team}`,
    }),
);

export const permissions = records.map(({ permission }) => permission);
