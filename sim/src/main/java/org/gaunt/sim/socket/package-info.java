/**
 * Forces for other programs: the side of i-PI's protocol that computes them, over unix and TCP sockets.
 *
 * <p>Start from {@link org.gaunt.sim.socket.ForceClient}, which answers one connection; {@link org.gaunt.sim.socket.ServerAddress} says
 * where the other program listens.
 */
@NullMarked
package org.gaunt.sim.socket;

import org.jspecify.annotations.NullMarked;
