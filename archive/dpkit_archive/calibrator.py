"""The archive as those use it who calibrate: calibrations granted, withdrawn and chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpkit.errors import ArchiveError
from dpkit_archive.asof import AsOf
from dpkit_archive.claim import Claim, GrantOrder
from dpkit_archive.database import DEFAULT_DATASET
from dpkit_archive.duration import parse_duration
from dpkit_archive.event import default_actor
from dpkit_archive.key import KeyValue
from dpkit_archive.moment import Moment, to_bound, to_moment
from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
    from dpkit_archive.certification import Certification
    from dpkit_archive.choice import CalibrationChoice
    from dpkit_archive.coverage import ValidityReport
    from dpkit_archive.decertification import Decertification
    from dpkit_archive.lookup import Calibrations

__all__ = ["ArchiveCalibrator"]


class ArchiveCalibrator(ArchiveReader):
    """What grants validity in time, and chooses by it."""

    def calib(
        self,
        product: str,
        *,
        at: Moment | None = None,
        keys: Mapping[str, KeyValue] | None = None,
        calibration_set: Sequence[str] | str | None = None,
        exposure: str | None = None,
        between: tuple[Moment, Moment] | None = None,
        night: float | None = None,
        max_distance: int | str | None = None,
        policy: str | None = None,
        use: str | Path | None = None,
        as_of: AsOf | None = None,
    ) -> CalibrationChoice:
        """Choose the calibration that holds at a time.

        Parameters
        ----------
        product : str
            Name of the type.
        at : int, str or Time, optional
            The time: nanoseconds of TAI, UTC text with Z, or a time of astropy. By default that
            of the exposure: begin and end for calibrations with ranges, else its begin.
        keys : mapping of str to int or str, optional
            The selection keys of the type, all of them and no others; those of the exposure need
            not be given.
        calibration_set : str or sequence of str, optional
            Sets to ask, in this order; ``main`` by default.
        exposure : str, optional
            Id of the product to calibrate.
        between : tuple of (int, str or Time), optional
            A span instead of a time. One calibration may cover only a part of it; two are an
            error. Calibrations with instants are chosen by its begin.
        night : float, optional
            Choose by the local midnight that is nearest to the time, at a telescope with this
            east longitude in degrees.
        max_distance : int or str, optional
            Largest distance in time, nanoseconds or text such as ``7 d``, for calibrations that
            are chosen as the closest; by default what their schema says.
        policy : {"latest-before", "closest"}, optional
            Choose by this policy, for calibrations with instants; by default as their schema says.
        use : str or Path, optional
            Take this one: the id of a product, or a document. The answer says so, and warns when
            it would not have been chosen.
        as_of : int or str, optional
            Answer as the archive would have: as of the number of an event, or a time.

        Returns
        -------
        CalibrationChoice
            The choice with its reason; without one, why, and the nearest ranges.

        Raises
        ------
        NotFoundError
            A product, key, set or id is unknown.
        ValidityError
            The product has no validity, two calibrations answer, or the one that the user gives
            is of another type or has other keys.
        ArchiveError
            A selection key is missing, a key is none of selection or contradicts the exposure,
            or the exposure has no time.
        """
        from dpkit_archive.calibration import choose
        from dpkit_archive.exposure import read_exposure, time_and_keys
        from dpkit_archive.question import Wish, calibration_entry, pose

        entry = calibration_entry(product)
        span = _span(at, between)
        with self._database.reading() as connection:
            one = exposure and read_exposure(connection, self._database, exposure)
            (begin, end), keys = time_and_keys(one or None, entry.select, keys or {}, span)
            wish = Wish(
                begin=begin,
                end=end,
                keys=keys,
                sets=names_of(calibration_set),
                night=night,
                max_distance=_distance(max_distance),
                as_of=as_of,
                policy=policy,
            )
            question = pose(connection, entry.name, wish)
            if use is None:
                return choose(connection, self._database, question)
            from dpkit_archive.override import choose_given

            return choose_given(connection, self._database, question, use)

    def calibrations(
        self,
        product: str,
        calibration_set: Sequence[str] | str | None = None,
        *,
        max_distance: int | str | None = None,
    ) -> Calibrations:
        """Return the calibrations of a type, to be looked up often and fast.

        Parameters
        ----------
        product : str
            Name of the type.
        calibration_set : str or sequence of str, optional
            Sets to ask, in this order; ``main`` by default.
        max_distance : int or str, optional
            As for `calib`.

        Returns
        -------
        Calibrations
            To be used as a context manager; it answers what `calib` does, without explaining it.

        Raises
        ------
        NotFoundError
            There is no such product or set.
        ValidityError
            The product has no validity.
        """
        from dpkit_archive.lookup import Calibrations

        most = _distance(max_distance)
        return Calibrations(self._database, product, names_of(calibration_set), most)

    def certify(
        self,
        products: str | Claim | Iterable[str | Claim],
        *,
        calibration_set: str | None = None,
        begin: Moment | None = None,
        end: Moment | None = None,
        reason: str | None = None,
        actor: str | None = None,
        create_set: bool = False,
        rehearse: bool = False,
    ) -> list[Certification]:
        """Let products answer for ranges in a set: all of them, or none.

        A product gets the range that its document proposes, unless another one is given. What
        earlier versions of it hold in the set is retired.

        Parameters
        ----------
        products : str, Claim or iterable of these
            Ids of products, or ids with ranges of their own.
        calibration_set : str, optional
            The set; by default the one named like the dataset of each product.
        begin, end : int, str or Time, optional
            Bounds of the range of those that have none of their own, ``always`` and ``forever``
            included; the begin alone for policies of instants.
        reason : str, optional
            Why; kept in the log.
        actor : str, optional
            Who certifies; user and host by default.
        create_set : bool
            Make the set when it is not there.
        rehearse : bool
            Do everything that can fail, but keep nothing.

        Returns
        -------
        list of Certification
            In the order of the products; what stands already is said to.

        Raises
        ------
        ValidityError
            A range is empty, or overlaps another one of its selection; a product has no validity,
            or is invalid, rejected or trashed.
        NotFoundError
            There is no such product or set.
        """
        from dpkit_archive.certification import certify

        wanted = [products] if isinstance(products, str | Claim) else list(products)
        order = GrantOrder(
            calibration_set=calibration_set,
            begin=_bound(begin),
            end=_bound(end),
            reason=reason,
            actor=actor or default_actor(),
            create_set=create_set,
            rehearsal=rehearse,
        )
        claims = [one if isinstance(one, Claim) else Claim(id=one) for one in wanted]
        return certify(self._database, claims, order)

    def decertify(
        self,
        products: str | Iterable[str],
        *,
        keys: Mapping[str, KeyValue] | None = None,
        calibration_set: str | None = None,
        begin: Moment | None = None,
        end: Moment | None = None,
        reason: str | None = None,
        actor: str | None = None,
        rehearse: bool = False,
    ) -> list[Decertification]:
        """Take validity back: ranges that reach into another one lose what is in it.

        Parameters
        ----------
        products : str or iterable of str
            The name of a type, or ids of products.
        keys : mapping of str to int or str, optional
            With a type: only calibrations with these selection keys; not all need be given.
        calibration_set : str, optional
            The set; by default ``main`` for a type, and the one named like the dataset of each
            product for ids.
        begin, end : int, str or Time, optional
            Bounds of what is taken back; all of time by default.
        reason, actor, rehearse
            As for `certify`.

        Returns
        -------
        list of Decertification
            What was taken back, with what remains; empty when nothing was certified there.

        Raises
        ------
        ValidityError
            The range is empty, or the product has no validity.
        NotFoundError
            There is no such product, key or set.
        """
        from dpkit_archive.decertification import decertify

        order = GrantOrder(
            calibration_set=calibration_set,
            begin=_bound(begin),
            end=_bound(end),
            reason=reason,
            actor=actor or default_actor(),
            rehearsal=rehearse,
        )
        named = [products] if isinstance(products, str) else list(products)
        return decertify(self._database, named, keys or {}, order)

    def validity_report(
        self,
        product: str,
        *,
        keys: Mapping[str, KeyValue] | None = None,
        calibration_set: Sequence[str] | str | None = None,
        as_of: AsOf | None = None,
    ) -> ValidityReport:
        """Return where the calibrations of a type are valid, and where none is.

        Parameters
        ----------
        product : str
            Name of the type.
        keys : mapping of str to int or str, optional
            Only these selection keys; not all need be given.
        calibration_set : str or sequence of str, optional
            Sets to look at, in the order in which they are asked; ``main`` by default.
        as_of : int or str, optional
            As the archive was: as of the number of an event, or a time.

        Returns
        -------
        ValidityReport
            Ranges, gaps, overlaps, and products without a range.

        Raises
        ------
        NotFoundError
            There is no such product, key or set.
        ValidityError
            The product has no validity.
        """
        from dpkit_archive.coverage import read_report

        with self._database.reading() as connection:
            sets = names_of(calibration_set)
            return read_report(connection, product, keys or {}, sets, as_of)


def names_of(names: Sequence[str] | str | None) -> list[str]:
    """Return the names of sets as a list: ``main`` when none is given."""
    if isinstance(names, str):
        return [names]
    return list(names or [DEFAULT_DATASET])


def _span(at: Moment | None, between: tuple[Moment, Moment] | None) -> tuple[int, int] | None:
    if at is not None and between is not None:
        raise ArchiveError("both a time and a span are given", remedy="give one of them")
    if between is not None:
        return to_bound(between[0]), to_bound(between[1])
    return None if at is None else (to_moment(at), to_moment(at))


def _bound(value: Moment | None) -> int | None:
    return None if value is None else to_bound(value)


def _distance(value: int | str | None) -> int | None:
    found = parse_duration(value) if isinstance(value, str) else value
    if found is not None and found < 0:
        raise ArchiveError(f"a distance in time is not negative: {found}")
    return found
