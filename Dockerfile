# The Callsight service and its command line.
#
#   build         every dependency, TypeScript → JavaScript
#   dependencies  what runs, and nothing that only builds
#   (last)        both together, without npm's leftovers, as a user without rights
#
# No package's install script is run: what the service needs compiled comes ready-made inside its packages.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.base.json ./
COPY contract/package.json contract/tsconfig.json contract/
COPY simulator/package.json simulator/tsconfig.json simulator/
COPY backend/package.json backend/tsconfig.json backend/
COPY bench/package.json bench/
COPY client/package.json client/
COPY plugin/package.json plugin/
COPY tools/dashboards/package.json tools/dashboards/
COPY e2e/package.json e2e/
RUN npm ci --ignore-scripts --no-audit --no-fund --include-workspace-root --workspace=@callsight/contract --workspace=@callsight/simulator --workspace=@callsight/backend
COPY contract/src contract/src
COPY simulator/src simulator/src
COPY backend/src backend/src
RUN npx tsc -b contract simulator backend

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY contract/package.json contract/
COPY simulator/package.json simulator/
COPY backend/package.json backend/
COPY bench/package.json bench/
COPY client/package.json client/
COPY plugin/package.json plugin/
COPY tools/dashboards/package.json tools/dashboards/
COPY e2e/package.json e2e/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace=@callsight/contract --workspace=@callsight/simulator --workspace=@callsight/backend

FROM node:24-bookworm-slim
ENV NODE_ENV=production
ENV CALLSIGHT_HOST=0.0.0.0
ENV CALLSIGHT_PORT=4000
ENV CALLSIGHT_DATA_DIR=/var/lib/callsight
WORKDIR /app
COPY --from=dependencies /app /app
COPY --from=build /app/contract/dist contract/dist
COPY --from=build /app/simulator/dist simulator/dist
COPY --from=build /app/backend/dist backend/dist
COPY docs/runbooks docs/runbooks
# A new volume takes owner and mode from the folder that it is mounted on.
RUN install -d -o 1000 -g 1000 -m 0700 /var/lib/callsight /var/lib/callsight-service-token /var/lib/callsight-reader-token
# The folder of the socket that Grafana comes through, as another user.
RUN install -d -o 1000 -g 1000 -m 0755 /run/callsight
# By number, so that Kubernetes can see that it is not root (runAsNonRoot).
USER 1000:1000
EXPOSE 4000
VOLUME /var/lib/callsight
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CALLSIGHT_PORT}/readyz`, { signal: AbortSignal.timeout(4000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=64", "--max-old-space-size=2048", "backend/dist/main.cjs"]
