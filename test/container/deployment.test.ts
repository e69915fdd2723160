import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { version } from '../../src/version.ts';

const FOLDER = new URL('../../docs/deployment/', import.meta.url);
const read = (path: string): unknown => parse(readFileSync(new URL(path, FOLDER), 'utf8'), { merge: true });

const mount = z.strictObject({
  type: z.literal('bind'),
  source: z.string(),
  target: z.string(),
  read_only: z.boolean().default(false),
  bind: z.strictObject({ create_host_path: z.literal(false) }),
});
const service = z.looseObject({
  user: z.string(),
  init: z.literal(true),
  network_mode: z.literal('none'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  command: z.array(z.string()),
  volumes: z.array(mount),
  restart: z.string(),
});
const SERVICES = Object.entries(z.looseObject({ services: z.record(z.string(), service) }).parse(read('compose.yaml')).services);

describe('compose.yaml', () => {
  it.each(SERVICES)('%s is sealed, writes to /out alone and takes a user from outside', (_name, { user, volumes }) => {
    expect(user).toBe(`\${RUN_AS:-10001:10001}`);
    expect(volumes.filter((one) => !one.read_only).map(({ target }) => target)).toEqual(['/out']);
    expect(volumes.map(({ target }) => target)).toEqual(expect.arrayContaining(['/in', '/methods']));
  });

  it('a watch is kept up; what is asked by hand ends', () => {
    expect(SERVICES.map(([name, { command, restart }]) => [name, command[0], restart])).toEqual([
      ['watch', 'watch', 'unless-stopped'],
      ['by-hand', 'run', 'no'],
    ]);
  });
});

const container = z.looseObject({
  image: z.string(),
  args: z.array(z.string()),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: z.string(), memory: z.string() }),
    limits: z.strictObject({ cpu: z.string(), memory: z.string() }),
  }),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) })),
  readinessProbe: z.looseObject({ exec: z.strictObject({ command: z.array(z.string()) }) }).optional(),
  livenessProbe: z.never().optional(),
});
const pod = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    automountServiceAccountToken: z.literal(false),
    enableServiceLinks: z.literal(false),
    securityContext: z.looseObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.number().int().min(1),
      runAsGroup: z.number().int().min(1),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    }),
    containers: z.tuple([container]),
    volumes: z.array(z.looseObject({ name: z.string() })),
    hostNetwork: z.never().optional(),
    hostPID: z.never().optional(),
  }),
});
const deployment = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  spec: z.looseObject({
    replicas: z.literal(1),
    strategy: z.strictObject({ type: z.literal('Recreate') }),
    selector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }),
    template: pod,
  }),
});
const cronJob = z.looseObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('CronJob'),
  spec: z.looseObject({
    schedule: z.string().regex(/^\S+(?: \S+){4}$/),
    concurrencyPolicy: z.literal('Forbid'),
    jobTemplate: z.looseObject({
      spec: z.looseObject({
        backoffLimit: z.literal(0),
        template: pod.extend({ spec: pod.shape.spec.extend({ restartPolicy: z.literal('Never') }) }),
      }),
    }),
  }),
});
const job = z.looseObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  spec: z.looseObject({
    // Outcomes of lots, and mistakes of who asked: no other try mends them.
    podFailurePolicy: z.looseObject({
      rules: z.tuple([
        z.strictObject({
          action: z.literal('FailJob'),
          onExitCodes: z.strictObject({
            containerName: z.literal('cytolot'),
            operator: z.literal('In'),
            values: z.array(z.union([z.literal(10), z.literal(20), z.literal(30), z.literal(64), z.literal(65), z.literal(66)])).length(6),
          }),
        }),
        z.looseObject({ action: z.literal('Ignore') }),
      ]),
    }),
    template: pod.extend({ spec: pod.shape.spec.extend({ restartPolicy: z.literal('Never') }) }),
  }),
});
const networkPolicy = z.looseObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  spec: z.strictObject({
    podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }),
    policyTypes: z.tuple([z.literal('Ingress'), z.literal('Egress')]),
    ingress: z.array(z.never()),
    egress: z.array(z.never()),
  }),
});

const watch = deployment.parse(read('kubernetes/watch.yaml'));
const nightly = cronJob.parse(read('kubernetes/nightly-run.yaml'));
const oneJob = job.parse(read('kubernetes/job.yaml'));
const policy = networkPolicy.parse(read('kubernetes/no-network.yaml'));
const PODS = [
  { name: 'watch.yaml', command: 'watch', pod: watch.spec.template },
  { name: 'nightly-run.yaml', command: 'run', pod: nightly.spec.jobTemplate.spec.template },
  { name: 'job.yaml', command: 'run', pod: oneJob.spec.template },
];

describe('kubernetes', () => {
  it('has no other file', () => {
    expect(readdirSync(new URL('kubernetes', FOLDER)).sort()).toEqual(['job.yaml', 'nightly-run.yaml', 'no-network.yaml', 'watch.yaml']);
  });

  it.each(PODS)(
    '$name runs `$command` of this version, writes results and scratch alone, and mounts what it has',
    ({ command, pod: { spec } }) => {
      const [{ args, image, volumeMounts }] = spec.containers;
      expect([args[0], image]).toEqual([command, `cytolot:${version}`]);
      expect(volumeMounts.filter((one) => !one.readOnly).map(({ mountPath }) => mountPath)).toEqual(['/out', '/tmp']);
      expect(volumeMounts.map(({ name }) => name).sort()).toEqual(spec.volumes.map(({ name }) => name).sort());
      expect(args[args.indexOf('--out') + 1]).toBe('/out');
    },
  );

  it('no pod is reached, nor reaches anything', () => {
    for (const {
      pod: { metadata },
    } of PODS)
      expect(metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
  });

  it('the deployment selects its own pods and asks them through status', () => {
    expect(watch.spec.template.metadata.labels).toEqual(watch.spec.selector.matchLabels);
    expect(watch.spec.template.spec.containers[0].readinessProbe?.exec.command).toEqual([
      'node',
      '/app/dist/cytolot.cjs',
      'status',
      '--health',
      '--out',
      '/out',
    ]);
  });
});
