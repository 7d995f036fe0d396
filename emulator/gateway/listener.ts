import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { UserError } from "../world/user-input";

const host = "127.0.0.1";

/** How long a client may take to send, in milliseconds. */
export interface TimeLimits {
  /** From the first byte of a request, or from the connection on, to the last header. */
  headersMs: number;
  /** The same to the last byte of the body. */
  requestMs: number;
  /** How often it is looked at. */
  everyMs: number;
}

const limitsByDefault: TimeLimits = { headersMs: 30_000, requestMs: 120_000, everyMs: 5000 };

/**
 * The loopback socket. One server accepts connections and another speaks HTTP on them, so that the port can really
 * refuse connections for a while and reopen under the same number, while open connections are left alone.
 */
export class Listener {
  port = 0;
  private readonly http: HttpServer;
  private tcp: TcpServer | undefined;
  private readonly sockets = new Map<Socket, number>();
  private connections = 0;
  private closed = false;
  private reopening: NodeJS.Timeout | undefined;

  constructor(
    onRequest: RequestListener,
    /** Whether this new connection is dropped before a byte of it is read. */
    private readonly dropConnection: () => boolean,
    { headersMs, requestMs, everyMs }: TimeLimits = limitsByDefault,
  ) {
    const limits = {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: everyMs,
    };
    this.http = createHttpServer({ keepAliveTimeout: 60_000, ...limits }, onRequest);
    // The limits hold from this event on, which the server that accepts connections gets in its place.
    this.http.emit("listening");
  }

  async open(port: number): Promise<void> {
    const tcp = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));
    await listen(tcp, port);
    this.tcp = tcp;
    const address = tcp.address();
    if (address !== null && typeof address === "object") this.port = address.port;
  }

  /** Counted from 1 in the order of acceptance. */
  connectionNumber(socket: Socket): number {
    return this.sockets.get(socket) ?? 0;
  }

  /** The operating system refuses new connections for that long; open ones stay open. */
  refuseFor(seconds: number): void {
    if (this.closed) return;
    clearTimeout(this.reopening);
    this.tcp?.close();
    this.tcp = undefined;
    this.reopening = setTimeout(() => this.reopen(), seconds * 1000);
  }

  /** Ends a running refusal at once. */
  acceptAgain(): void {
    if (this.reopening === undefined) return;
    clearTimeout(this.reopening);
    this.reopen();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.reopening);
    for (const socket of this.sockets.keys()) socket.destroy();
    this.http.close();
    const { tcp } = this;
    if (tcp?.listening) await new Promise<void>((resolve) => tcp.close(() => resolve()));
  }

  private reopen(): void {
    this.reopening = undefined;
    if (this.closed || this.tcp !== undefined) return;
    this.open(this.port).catch(() => {
      // Another process took the port in the meantime: try until it is free again or the emulator stops.
      this.reopening = setTimeout(() => this.reopen(), 50);
    });
  }

  private accept(socket: Socket): void {
    if (this.closed || this.dropConnection()) {
      socket.resetAndDestroy();
      return;
    }
    this.connections += 1;
    this.sockets.set(socket, this.connections);
    socket.once("close", () => this.sockets.delete(socket));
    this.http.emit("connection", socket);
  }
}

function listen(tcp: TcpServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new UserError(`Port ${port} is already in use: give another --port, or 0 for any free one.`)
          : new UserError(`Port ${port} cannot be opened: ${error.message}.`),
      );
    });
    tcp.listen(port, host, () => resolve());
  });
}
