import { vpcEndpointConnections } from "./look-ups/connections";
import { vpcEndpoint as endpoint, vpcEndpoints } from "./look-ups/endpoints";
import type { LookUp } from "./look-ups/look-up";
import { vpcEndpointServicePermissions } from "./look-ups/permissions";
import { publicVpcEndpointServices } from "./look-ups/public-services";
import { vpcEndpointQuotas } from "./look-ups/quotas";
import { vpcEndpointService as endpointService, vpcEndpointServices } from "./look-ups/services";
import { vpcEndpointTags } from "./look-ups/tags";
import type { ResourceHandlers } from "./resource/handlers";
import { vpcEndpoint } from "./vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "./vpc-endpoint-connection/lifecycle";
import { vpcEndpointService } from "./vpc-endpoint-service/lifecycle";
import { vpcEndpointServicePermission } from "./vpc-endpoint-service-permission/lifecycle";

/** Every resource type of the package, for whichever front serves them. */
export const RESOURCES: readonly ResourceHandlers[] = [
  vpcEndpoint,
  vpcEndpointConnection,
  vpcEndpointService,
  vpcEndpointServicePermission,
];

/** Every function of the package. */
export const LOOK_UPS: readonly LookUp[] = [
  endpoint,
  vpcEndpoints,
  vpcEndpointConnections,
  endpointService,
  vpcEndpointServices,
  vpcEndpointServicePermissions,
  publicVpcEndpointServices,
  vpcEndpointQuotas,
  vpcEndpointTags,
];
