/** The plugin's name, which is the namespace of its configuration as well. */
export const PLUGIN = "huaweicloud-vpcep";

/** The token of a resource type or a function of the plugin. */
export const pluginToken = (name: string) => `${PLUGIN}:index:${name}`;
