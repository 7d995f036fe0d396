import { useState } from "preact/hooks";
import { control } from "./control-routes";
import { CopyButton } from "./copy-button";
import type { Act } from "./hooks";
import { Scrolled } from "./scrolled";
import type { ViewProps } from "./view";
import type { AccountView, SettingsView } from "./wire";

/** Names of the editions' limits, with what they stand for. */
const ruleSets: Record<SettingsView["rules"], string> = {
  page: "page: the API page of this service",
  huawei: "huawei: the current reference and SDKs",
  otc: "otc: the Open Telekom Cloud",
  lenient: "lenient: whatever one of them accepts",
};

export function Settings({ snapshot: { settings }, act }: ViewProps) {
  if (settings === undefined) return null;
  const save = (patch: object) => act(() => control("PATCH", "settings", patch), "Saved.");
  return (
    <>
      <section class="panel" aria-labelledby="behaviour">
        <h3 id="behaviour">The cloud</h3>
        <p class="hint">In force at once, and until the emulator stops.</p>
        <div class="form">
          <NumberField
            label="Seconds that create and delete take"
            value={settings.settleSeconds.create}
            empty="never"
            step="0.1"
            save={(settleSeconds) => save({ settleSeconds })}
          />
          <NumberField
            label="Services per region, at most"
            value={settings.quota}
            save={(quota) => save({ quota })}
          />
          <NumberField
            label="Endpoints per region, at most"
            value={settings.endpointQuota}
            save={(endpointQuota) => save({ endpointQuota })}
          />
          <NumberField
            label="Calls per account and second, at most"
            value={perSecond(settings)}
            empty="no limit"
            save={(requests) => save({ requestLimits: withPerSecond(settings, requests) })}
          />
          <label>
            Limits of
            <select value={settings.rules} onChange={(event) => save({ rules: event.currentTarget.value })}>
              {Object.entries(ruleSets).map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={settings.strict}
              onChange={(event) => save({ strict: event.currentTarget.checked })}
            />
            Refuse fields that are unknown or cannot be changed
          </label>
        </div>
      </section>
      {settings.accounts.map((account) => (
        <AccountPanel key={account.name} account={account} act={act} />
      ))}
    </>
  );
}

interface NumberFieldProps {
  label: string;
  value: number | null;
  /** What an empty field means; without it there has to be a number. */
  empty?: string;
  step?: string;
  save(value: number | null): void;
}

/** Saved when the user leaves it or presses Enter; until then it stays as typed, whatever the emulator says. */
function NumberField({ label, value, empty, step = "1", save }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    const number = typed?.trim() === "" ? null : Number(typed);
    const isNew = typed !== undefined && number !== value;
    if (isNew && (number !== null || empty !== undefined)) save(number);
    setTyped(undefined);
  };
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        step={step}
        placeholder={empty}
        value={typed ?? value ?? ""}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === "Enter" && keep()}
      />
    </label>
  );
}

/** The limit that counts by the second; others stay as they are. */
function perSecond({ requestLimits }: SettingsView): number | null {
  return requestLimits.find(({ seconds }) => seconds === 1)?.requests ?? null;
}

function withPerSecond({ requestLimits }: SettingsView, requests: number | null) {
  const others = requestLimits.filter(({ seconds }) => seconds !== 1);
  return requests === null ? others : [...others, { requests, seconds: 1 }];
}

function AccountPanel({ account, act }: { account: AccountView; act: Act }) {
  const { name, domainId, accessKey, secretKey, pointing } = account;
  const facts = { "Account id": domainId, "Access key": accessKey, "Secret key": secretKey };
  return (
    <section class="panel" aria-label={`Account ${name}`}>
      <h3>Account {name}</h3>
      <dl class="keys-of">
        {Object.entries(facts).map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} what={`${what.toLowerCase()} of ${name}`} act={act} />
            </dd>
          </div>
        ))}
      </dl>
      {pointing.map(({ region, stack, shell }) => (
        <div key={region} class="pointing">
          <Lines
            title={`Point a stack at ${region}`}
            lines={stack}
            what={`the lines for a stack of ${name}`}
            act={act}
          />
          <Lines title={`or a shell`} lines={shell} what={`the lines for a shell of ${name}`} act={act} />
        </div>
      ))}
    </section>
  );
}

function Lines({ title, lines, what, act }: { title: string; lines: string[]; what: string; act: Act }) {
  return (
    <div class="lines-to-copy">
      <header>
        <h4>{title}</h4>
        <CopyButton text={`${lines.join("\n")}\n`} what={what} act={act} />
      </header>
      <Scrolled text={lines.join("\n")} />
    </div>
  );
}
