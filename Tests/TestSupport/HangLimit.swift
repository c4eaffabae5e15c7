// Programs link these files too, and are built where there is no such module.
#if canImport(Testing)
    package import Testing

    extension Trait where Self == TimeLimitTrait {
        /// Ends a test that hangs.
        ///
        /// It is no measure: hundreds of tests begin at once and share the processors, and the time of each runs while
        /// it waits for one.
        package static var endsWhenItHangs: Self { .timeLimit(.minutes(15)) }
    }
#endif
