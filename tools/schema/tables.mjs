// What the schema takes from the provider's own tables: the resources, the look-ups and the settings.

/**
 * @typedef {object} Tables
 * @property {import("../../provider/resource/fields.js").Definition[]} resources
 * @property {import("../../provider/look-ups/look-up.js").LookUp[]} lookUps
 * @property {import("../../provider/configuration/settings.js").Setting[]} settings
 */

/**
 * @param {(module: string) => any} load loads a module of provider/, built or not
 * @returns {Tables}
 */
export function tablesFrom(load) {
  const services = load("look-ups/services");
  const endpoints = load("look-ups/endpoints");
  return {
    resources: [
      load("vpc-endpoint-service/fields").SERVICE,
      load("vpc-endpoint/fields").ENDPOINT,
      load("vpc-endpoint-connection/fields").CONNECTION,
      load("vpc-endpoint-service-permission/fields").PERMISSION,
    ],
    lookUps: [
      services.vpcEndpointService,
      services.vpcEndpointServices,
      load("look-ups/public-services").publicVpcEndpointServices,
      endpoints.vpcEndpoint,
      endpoints.vpcEndpoints,
      load("look-ups/connections").vpcEndpointConnections,
      load("look-ups/permissions").vpcEndpointServicePermissions,
      load("look-ups/quotas").vpcEndpointQuotas,
      load("look-ups/tags").vpcEndpointTags,
    ],
    settings: Object.values(load("configuration/settings").SETTINGS),
  };
}
