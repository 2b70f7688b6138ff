/** The peer that speaks gRPC. */
package io.gatehouse.loadtest.peers.grpc;
