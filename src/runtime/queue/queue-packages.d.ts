/** The parts of the npm packages `ioredis` 6.0.0 and `bullmq` 6.7.0 that are used. BullMQ's own types name those of three further clients, which are not installed. */
declare module 'ioredis' {
  export interface RedisOptions {
    readonly host: string;
    readonly port: number;
    readonly db: number;
    readonly username?: string;
    readonly password?: string;
    readonly tls?: import('node:tls').ConnectionOptions;
    /** `null` = a command waits for the connection for as long as it takes. */
    readonly maxRetriesPerRequest: number | null;
    /** Whether commands wait while there is no connection. */
    readonly enableOfflineQueue: boolean;
    readonly connectTimeout: number;
    readonly commandTimeout?: number;
    readonly keepAlive: number;
    /** Milliseconds until the next attempt; `null` = none. */
    readonly retryStrategy: (times: number) => number | null;
  }
  export class Redis {
    constructor(options: RedisOptions);
    readonly status: string;
    ping(): Promise<string>;
    info(section: string): Promise<string>;
    config(subcommand: 'GET', parameter: string): Promise<readonly string[]>;
    eval(script: string, keys: number, key: string): Promise<unknown>;
    disconnect(): void;
    on(event: 'ready' | 'close' | 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}

declare module 'bullmq' {
  type Connection = import('ioredis').Redis;

  export interface JobOptions {
    readonly jobId: string;
    readonly removeOnComplete: boolean;
    readonly removeOnFail: boolean;
    readonly attempts: number;
  }
  export class Job {
    readonly id?: string;
    readonly data: unknown;
    moveToWait(token: string): Promise<number>;
  }
  export class Queue {
    constructor(name: string, options: { readonly connection: Connection; readonly prefix: string; readonly skipVersionCheck: boolean });
    addBulk(jobs: readonly { readonly name: string; readonly data: unknown; readonly opts: JobOptions }[]): Promise<readonly Job[]>;
    on(event: 'error', listener: (error: Error) => void): this;
    close(): Promise<void>;
  }
  export interface WorkerOptions {
    readonly connection: Connection;
    readonly prefix: string;
    readonly skipVersionCheck: boolean;
    readonly autorun: boolean;
    readonly concurrency: number;
    /** Milliseconds after which a job whose lock nobody renewed is another worker's. */
    readonly lockDuration: number;
    readonly stalledInterval: number;
    readonly maxStalledCount: number;
  }
  export class Worker {
    constructor(name: string, processor: (job: Job, token?: string) => Promise<void>, options: WorkerOptions);
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'ready' | 'drained', listener: () => void): this;
    /** When both of its connections were made. */
    waitUntilReady(): Promise<unknown>;
    /** Until it is paused or closed. */
    run(): Promise<void>;
    /** Takes no job any more; `true` = without waiting for those under way. */
    pause(doNotWaitActive: boolean): Promise<void>;
    close(force: boolean): Promise<void>;
  }
  /** Thrown by a processor whose job was given back by `moveToWait`. */
  export class WaitingError extends Error {}
}
