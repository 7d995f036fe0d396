import fc from "fast-check";
import type { Transport, TransportRequest, TransportResponse } from "../../../provider/api/transport";
import { plainTransport } from "../../helpers/plain-transport";
import { runs } from "../properties/services";
import { type Lie, lieIn } from "./lies";
import { anyMutation, type Mutation, mutated } from "./mutations";
import { anyRawShape, type RawShape, rawSender } from "./raw-responses";

/** Which of an operation's responses are spoilt, from the nth on, and how. */
export interface Plan {
  from: number;
  times: number;
  mutations: Mutation[];
  raw?: RawShape;
}

const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    from: fc.constantFrom(1, 1, 1, 2, 3, 4, 5, 6),
    times: fc.constantFrom(1, 2, 3, 1000),
    mutations: fc.array(anyMutation, { minLength: 1, maxLength: 3 }),
    raw: fc.option(anyRawShape, { freq: 8, nil: undefined }),
  })
  // On the wire the text comes as bytes, and what hangs takes real time.
  .map(({ raw, times, ...plan }) => ({
    ...plan,
    times: raw ? Math.min(times, 2) : times,
    ...(raw && { raw }),
  }));

export const anyPlans = fc.array(anyPlan, { minLength: 1, maxLength: 2 });

/** Stands in front of the cloud: lets everything through until there are plans, and remembers what was false. */
export class Spoiler {
  private plans: readonly Plan[] = [];
  private seen = 0;
  lies: Lie[] = [];
  /** How many responses did not come as the cloud gave them, since the start. */
  spoilt = 0;

  private constructor(
    private readonly real: Transport,
    private readonly raw: Awaited<ReturnType<typeof rawSender>>,
  ) {}

  static async create(): Promise<Spoiler> {
    return new Spoiler(plainTransport(), await rawSender());
  }

  begin(plans: readonly Plan[]): void {
    this.plans = plans;
    this.seen = 0;
    this.lies = [];
  }

  /** From here on everything comes through. */
  end(): void {
    this.plans = [];
  }

  /** Runs the property until so many responses were spoilt, or as many as `FC_RUNS` says; `FC_SEED` picks other ones. */
  async assert(property: fc.IAsyncProperty<unknown>, count: number): Promise<void> {
    const { numRuns: responses, seed } = runs(count);
    for (let round = 0; this.spoilt < responses; round++)
      await fc.assert(property, { seed: seed + round, numRuns: Math.ceil((responses - this.spoilt) / 2) });
  }

  readonly transport: Transport = {
    send: async (request) => {
      this.seen += 1;
      const plan = this.plans.find(({ from, times }) => this.seen >= from && this.seen < from + times);
      const response = await this.real.send(request);
      return plan === undefined ? response : this.spoil(request, response, plan);
    },
  };

  private async spoil(request: TransportRequest, real: TransportResponse, { mutations, raw }: Plan) {
    this.spoilt += 1;
    let delivered: TransportResponse;
    try {
      const changed = mutations.reduce(mutated, real);
      delivered = raw === undefined ? changed : await this.raw(request, changed, raw);
    } catch (error) {
      // That nothing was sent, where it was.
      if (["notSent", "tls"].includes((error as { kind?: string }).kind ?? ""))
        this.lies.push({ method: request.method, path: new URL(request.url).pathname, says: "refused" });
      throw error;
    }
    const lie = lieIn(request, real, delivered);
    if (lie !== undefined) this.lies.push(lie);
    return delivered;
  }
}
