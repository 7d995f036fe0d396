import { helpText, readCommandLine } from "../../../provider/import/cli";

const usual = {
  settings: {},
  types: ["VpcEndpointService", "VpcEndpoint", "VpcEndpointConnection"],
  terraform: undefined,
  out: undefined,
};

test.each<[string[], object]>([
  [[], usual],
  [["--help"], { show: "help" }],
  [["--version"], { show: "version" }],
  [
    ["--region", "eu-de", "--project-id", "p1", "--project-name", "eu-de_shop"],
    {
      ...usual,
      settings: {
        "huaweicloud:region": "eu-de",
        "huaweicloud:projectId": "p1",
        "huaweicloud:projectName": "eu-de_shop",
      },
    },
  ],
  [
    ["--profile", "shop", "--cloud", "otc.t-systems.com"],
    { ...usual, settings: { "huaweicloud:profile": "shop", "huaweicloud:cloud": "otc.t-systems.com" } },
  ],
  [
    ["--terraform", "terraform.tfstate", "--out=import.json"],
    { ...usual, terraform: "terraform.tfstate", out: "import.json" },
  ],
  [["--type", "VpcEndpointServicePermission"], { ...usual, types: ["VpcEndpointServicePermission"] }],
  [
    ["--type", "VpcEndpoint", "--type", "VpcEndpointServicePermission"],
    { ...usual, types: ["VpcEndpoint", "VpcEndpointServicePermission"] },
  ],
])("%j", (args, request) => {
  expect(readCommandLine(args)).toEqual(request);
  for (const option of args.filter((arg) => arg.startsWith("--")))
    expect(helpText).toContain(option.split("=")[0]);
});

test.each<[string[], string]>([
  [["--regoin", "x"], "Unknown option '--regoin'; --help lists the options."],
  [["--out"], "Option '--out <value>' argument missing; --help lists the options."],
  [["terraform.tfstate"], "Unexpected argument 'terraform.tfstate'"],
  [["--region", "eu de"], '--region takes a region such as cn-north-4, not "eu de".'],
  [["--out", ""], "--out takes a value, not an empty text."],
  [
    ["--type", "Service"],
    '--type is one of VpcEndpointService, VpcEndpoint, VpcEndpointConnection, VpcEndpointServicePermission, not "Service".',
  ],
  [
    ["--type", "VpcEndpointService", "--type", "VpcEndpointServicePermission"],
    "--type VpcEndpointService and --type VpcEndpointServicePermission exclude each other: a service that is imported brings its whitelist as permissions.",
  ],
])("%j is refused in a sentence", (args, sentence) => {
  expect(() => readCommandLine(args)).toThrow(sentence);
});
