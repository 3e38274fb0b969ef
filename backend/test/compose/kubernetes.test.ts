import { parse } from 'yaml';
import { composeService } from './compose-file.js';
import { imageEnvironment, imageInstructions } from './dockerfile.js';
import { textOf } from './repository.js';

interface Container {
  readonly image: string;
  readonly ports: readonly { readonly containerPort: number }[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly livenessProbe: { readonly httpGet: object };
  readonly readinessProbe: { readonly httpGet: object };
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

interface StatefulSet {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: { readonly securityContext: object; readonly containers: readonly [Container] };
    };
  };
}

describe('the example for Kubernetes in docs/deployment.md', () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(textOf('docs/deployment.md')) ?? [];
  const { spec } = parse(text) as StatefulSet;
  const pod = spec.template.spec;
  const [container] = pod.containers;

  it('runs one of the image that Compose runs, with the same rights', () => {
    expect(spec.replicas).toBe(1);
    expect(container.image).toBe(composeService('callsight').image);
    const [user = '', group = ''] = imageInstructions('USER')[0]!.split(':');
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: Number(user), fsGroup: Number(group) });
    expect(container.securityContext).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    const writable = ['/tmp', imageEnvironment()['CALLSIGHT_DATA_DIR']];
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(expect.arrayContaining(writable));
  });

  it('asks what the service answers, where it listens', () => {
    const port = Number(imageEnvironment()['CALLSIGHT_PORT']);
    expect(container.ports).toEqual([{ containerPort: port }]);
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port });
  });

  it('sets what Compose sets too, with secrets from files', () => {
    const known = Object.keys(composeService('callsight').environment ?? {});
    for (const { name } of container.env) expect(known).toContain(name);
    for (const { name, value } of container.env)
      if (/KEY|SECRET|TOKEN/.test(name)) expect(`${name} ${value}`).toMatch(/_FILE \/run\/secrets\//);
  });
});
