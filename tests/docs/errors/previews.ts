// What a preview refuses, and what makes it pass: one reason, no call.
import { join } from "node:path";
import { lab } from "../../faults/support";
import { CheckFailed, type Properties } from "../../helpers/engine";
import { canaries, failure, service } from "../../helpers/in-process";
import { root } from "../../helpers/readme";
import { authorityFile } from "../../provider/api/servers";
import type { Provocations } from "./pattern";

interface Setup {
  args?: Properties;
  settings?: Record<string, string>;
  variables?: Record<string, string>;
}

const away = JSON.stringify({ vpcep: "https://vpcep.example.com" });
const socks = "socks5://127.0.0.1:1080";
const proxy = { HTTPS_PROXY: "http://127.0.0.1:3128" };
const longTag = { tags: { ["k".repeat(40)]: "" } };
const ownKeys = { accessKey: "", secretKey: "", securityToken: "" };

const refusals: Record<string, [wrong: Setup, right: Setup]> = {
  "… must not contain the access key, secret key or security token.": [
    { args: { description: canaries.secretKey } },
    { args: { description: "the orders team" } },
  ],
  '… (the rule set "…" accepts it: set huaweicloud:vpcepRules)': [
    { args: longTag },
    { args: longTag, settings: { vpcepRules: "huawei" } },
  ],
  "… is not an input of a VpcEndpointService": [
    { args: { tcpproxy: "open" } },
    { args: { tcpProxy: "open" } },
  ],
  "… is not one of the words that this version knows …": [
    { args: { serverType: "FN" } },
    { args: { serverType: "FN" }, settings: { vpcepRules: "lenient" } },
  ],
  "The configuration of Huawei Cloud is incomplete: set …": [{ settings: { region: "", projectId: "" } }, {}],
  'The provider "…" does not read the stack\'s configuration: give it …': [
    { settings: { providerName: "europe", ...ownKeys } },
    { settings: { providerName: "europe" } },
  ],
  "… set but … not: keys and token come from one source together.": [{ settings: { secretKey: "" } }, {}],
  "… contains a blank, a line break or another character that no key has.": [
    { settings: { accessKey: "AK 1" } },
    { settings: { accessKey: "AK1" } },
  ],
  "huaweicloud:… (or HW_…) is not …": [{ settings: { region: "CN North" } }, {}],
  '"…" in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not …': [
    { settings: { endpoints: '{"vpcEp": "https://vpcep.example.com"}' } },
    { settings: { endpoints: away } },
  ],
  "The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: …": [
    { settings: { endpoints: '{"vpcep": "http://vpcep.example.com"}' } },
    { settings: { endpoints: away } },
  ],
  "The file in huaweicloud:caFile (or HW_CA_FILE), … cannot be read …": [
    { settings: { endpoints: away, caFile: "no-such-file.pem" } },
    { settings: { endpoints: away, caFile: authorityFile } },
  ],
  "The file in huaweicloud:caFile (or HW_CA_FILE), … holds no certificate in PEM form.": [
    { settings: { endpoints: away, caFile: join(root, "package.json") }, variables: proxy },
    { settings: { endpoints: away, caFile: authorityFile }, variables: proxy },
  ],
  "HTTPS_PROXY (or https_proxy) is not a URL that begins with http:// or https://.": [
    { settings: { endpoints: away }, variables: { HTTPS_PROXY: socks } },
    { settings: { endpoints: away }, variables: { HTTPS_PROXY: socks, NO_PROXY: "vpcep.example.com" } },
  ],
};

export const previews: Provocations = Object.fromEntries(
  Object.entries(refusals).map(([text, [wrong, right]]) => [
    text,
    async () => {
      const refusal = await failure(preview(wrong));
      expect(refusal).toBeInstanceOf(CheckFailed);
      expect((refusal as CheckFailed & Error).failures).toHaveLength(1);
      await preview(right);
      return refusal.message;
    },
  ]),
);

async function preview({ args = {}, settings = {}, variables = {} }: Setup): Promise<void> {
  const before = { ...process.env };
  for (const name of ["https_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY"]) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    const one = await lab({ settings });
    await one.stack.preview(service(args));
    expect(one.calls()).toEqual([]);
  } finally {
    process.env = before;
  }
}
