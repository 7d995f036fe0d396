import { vpcEndpointServiceKind } from "../vpc-endpoint-service/lifecycle";
import { serve } from "./serve";

/**
 * What the text in the state loads at run time (see bridge.ts): one provider object a kind, by the resource's type name.
 * This module's path and the names in it are public for as long as any state refers to them.
 */
export const handlers = {
  VpcEndpointService: () => serve(vpcEndpointServiceKind),
};
