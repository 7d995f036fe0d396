import { useState } from "preact/hooks";
import { ArmedFaults } from "./armed-faults";
import { control } from "./control-routes";
import { faultGroups, type NamedFault } from "./faults";
import type { Act } from "./hooks";
import type { ViewProps } from "./view";

/** Faults to arm by name, below what is armed. */
export function Faults({ snapshot, place, act }: ViewProps) {
  return (
    <>
      <ArmedFaults snapshot={snapshot} place={place} act={act} />
      <div class="fault-groups">
        {faultGroups.map(({ title, faults }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            {faults.map((fault) => (
              <FaultButton key={fault.name} fault={fault} act={act} />
            ))}
            {title === "Refused" && <FailNextCreate act={act} />}
          </section>
        ))}
      </div>
    </>
  );
}

function FaultButton({ fault: { name, sentence, rule }, act }: { fault: NamedFault; act: Act }) {
  return (
    <div class="fault">
      <button type="button" onClick={() => act(() => control("POST", "faults", rule), `Armed: ${name}.`)}>
        {name}
      </button>
      <p>{sentence}</p>
    </div>
  );
}

/** A setting and no rule: it changes what the cloud does, not what becomes of a response. */
function FailNextCreate({ act }: { act: Act }) {
  const [code, setCode] = useState("EndPoint.3001");
  const [message, setMessage] = useState("The backend could not be reached.");
  const arm = (event: Event) => {
    event.preventDefault();
    const failNextCreate = [{ error_code: code, error_message: message }];
    void act(() => control("PATCH", "settings", { failNextCreate }), "Armed: the next service fails.");
  };
  return (
    <form class="fault" onSubmit={arm}>
      <button type="submit">Fail the next service</button>
      <p>The next service is created and settles as failed, with this reason:</p>
      <label>
        Code
        <input value={code} onInput={(event) => setCode(event.currentTarget.value)} />
      </label>
      <label>
        Reason
        <input value={message} onInput={(event) => setMessage(event.currentTarget.value)} />
      </label>
    </form>
  );
}
