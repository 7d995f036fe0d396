import { useEffect, useState } from "preact/hooks";
import { timeOfDay } from "./call-row";
import { isObject, type SentKey, sentKeys } from "./changed-keys";
import { ControlError, control } from "./control-routes";
import { toClipboard } from "./copy-button";
import { asCurl } from "./curl";
import type { CallLine } from "./fold";
import type { Act } from "./hooks";
import { pretty } from "./pretty";
import { Scrolled } from "./scrolled";
import type { AccountView, JsonObject, LoggedRequest } from "./wire";

interface Props {
  line: CallLine;
  accounts: readonly AccountView[];
  act: Act;
}

/** What a call has sent: of a modify call each key beside what it was, with the changed ones marked. */
export function CallDetails({ line, accounts, act }: Props) {
  const { seq, over } = line.last;
  const [request, setRequest] = useState<LoggedRequest>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isWanted = true;
    control<LoggedRequest>("GET", `requests/${seq}`).then(
      (found) => isWanted && setRequest(found),
      (error: unknown) =>
        isWanted && setProblem(error instanceof ControlError ? error.message : String(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [seq, over]);
  if (problem !== "") return <p class="details problem">{problem}</p>;
  if (request === undefined) return <p class="details">…</p>;
  const account = accounts.find(({ name }) => name === request.account);
  return (
    <div class="details">
      <p class="address">
        <strong>{request.method}</strong> <code>{request.path}</code>
      </p>
      <Body request={request} />
      <footer>
        <p class="facts-line">{factsOf(line, request).join(" · ")}</p>
        <CurlButton command={asCurl(location.origin, request, account)} act={act} />
      </footer>
    </div>
  );
}

function Body({ request: { body, before, bodyBytes } }: { request: LoggedRequest }) {
  if (bodyBytes === 0) return <p class="no-body">No body.</p>;
  if (isObject(body) && before !== null) return <SentKeys body={body} before={before} />;
  if (body === null)
    return <p class="no-body">A body of {bodyBytes} bytes, which is not kept or not JSON.</p>;
  return <Scrolled text={pretty(body)} />;
}

function SentKeys({ body, before }: { body: JsonObject; before: JsonObject }) {
  return (
    <table class="keys">
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Was</th>
          <th scope="col">Sent</th>
        </tr>
      </thead>
      <tbody>
        {sentKeys(body, before).map((sent) => (
          <KeyRow key={sent.key} sent={sent} />
        ))}
      </tbody>
    </table>
  );
}

function KeyRow({ sent: { key, was, sent, changed } }: { sent: SentKey }) {
  return (
    <tr data-changed={changed}>
      <th scope="row">
        {changed ? <mark>{key}</mark> : key}
        <span class="verdict">{changed ? "changed" : "as it was"}</span>
      </th>
      <td class="value" data-what="was">
        {pretty(was)}
      </td>
      <td class="value" data-what="sent">
        {pretty(sent)}
      </td>
    </tr>
  );
}

function CurlButton({ command, act }: { command: string | undefined; act: Act }) {
  if (command === undefined)
    return <p class="no-body">No curl: the log has not kept the whole body of this call.</p>;
  return (
    <button
      type="button"
      class="quiet"
      title="Two commands: a login as this account, and the call with its token"
      onClick={() => act(() => toClipboard(command), "Copied as curl: it logs in as this account first.")}
    >
      Copy as curl
    </button>
  );
}

function factsOf({ count, first, last }: CallLine, request: LoggedRequest): string[] {
  const { account, requestId, connection, fault, status, errorCode, over } = request;
  return [
    account === null ? "no account" : `account ${account}`,
    `${status ?? (over ? "no response" : "no response yet")}${errorCode === null ? "" : ` ${errorCode}`}`,
    ...(fault === null ? [] : [`struck by ${fault.kind} at ${fault.at}`]),
    ...(count === 1 ? [] : [`${count} times from ${timeOfDay(first.time)} to ${timeOfDay(last.time)}`]),
    `connection ${connection}`,
    `request id ${requestId}`,
  ];
}
