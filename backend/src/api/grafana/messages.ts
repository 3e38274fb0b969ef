/** Messages of the protocol as they are here: absent ones are null, bytes are buffers, 64-bit numbers are numbers. */
export interface PluginContext {
  readonly orgId: number;
  readonly pluginId: string;
  readonly dataSourceInstanceSettings: DatasourceInstance | null;
}

interface DatasourceInstance {
  readonly uid: string;
  readonly name: string;
  readonly jsonData: Buffer;
  readonly decryptedSecureJsonData: Readonly<Record<string, string>>;
}

interface StringList {
  readonly values: readonly string[];
}

export interface CallResourceRequest {
  readonly pluginContext: PluginContext | null;
  readonly path: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, StringList>>;
  readonly body: Buffer;
}

export interface CallResourceResponse {
  readonly code: number;
  readonly headers: Readonly<Record<string, StringList>>;
  readonly body: Buffer;
}

export interface DataQuery {
  readonly refId: string;
  readonly maxDataPoints: number;
  readonly intervalMS: number;
  readonly timeRange: { readonly fromEpochMS: number; readonly toEpochMS: number } | null;
  /** The query as Grafana stores it, JSON. */
  readonly json: Buffer;
  readonly queryType: string;
}

export interface QueryDataRequest {
  readonly pluginContext: PluginContext | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly queries: readonly DataQuery[];
}

export interface DataResponse {
  /** Arrow files, a frame each. */
  readonly frames?: readonly Buffer[];
  readonly error?: string;
  /** As in HTTP. */
  readonly status: number;
  /** Whether Grafana counts an error as one of the plugin or of what lies behind it. */
  readonly errorSource?: 'plugin' | 'downstream';
}

export interface QueryDataResponse {
  readonly responses: Readonly<Record<string, DataResponse>>;
}

export interface CheckHealthRequest {
  readonly pluginContext: PluginContext | null;
}

export interface CheckHealthResponse {
  readonly status: 'OK' | 'ERROR';
  readonly message: string;
  readonly jsonDetails: Buffer;
}
