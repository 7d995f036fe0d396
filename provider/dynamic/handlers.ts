import { environmentOf } from "../environment";
import { vpcEndpoint } from "../vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../vpc-endpoint-connection/lifecycle";
import { vpcEndpointService } from "../vpc-endpoint-service/lifecycle";
import { vpcEndpointServicePermission } from "../vpc-endpoint-service-permission/lifecycle";
import { serve } from "./serve";

/**
 * What the text in the state loads at run time (see bridge.ts): one provider object for each resource type, by its name.
 * This module's path and the names in it are public for as long as any state refers to them.
 */
export const handlers = {
  VpcEndpoint: () => serve(vpcEndpoint, environmentOf),
  VpcEndpointConnection: () => serve(vpcEndpointConnection, environmentOf),
  VpcEndpointServicePermission: () => serve(vpcEndpointServicePermission, environmentOf),
  VpcEndpointService: () => serve(vpcEndpointService, environmentOf),
};
